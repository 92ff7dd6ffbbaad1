import { onBeforeUnmount, onMounted, shallowRef } from 'vue';
import { control, fetchPanel } from './panel-api.ts';
import type { PanelState } from './panel-api.ts';
import { showToast, state } from './use-phone.ts';
import { panelTexts } from './texts-panel.ts';

const refreshMs = 1500;

export const panel = shallowRef<PanelState | null>(null);

/** Keeps the panel fresh while the component is there: calls of the account tell nobody. */
export function usePanel(): void {
  let timer = 0;
  onMounted(() => {
    void refreshPanel();
    timer = window.setInterval(() => void refreshPanel(), refreshMs);
  });
  onBeforeUnmount(() => window.clearInterval(timer));
}

/** Changes something behind the stage, and shows it. */
export async function change(...request: Parameters<typeof control>): Promise<void> {
  try {
    await control(...request);
  } catch {
    showToast(panelTexts.value.refused);
  }
  await refreshPanel();
}

/** The platform tells the account something about the present user. */
export async function tellAccount(event: { kind: string; revokeInfo?: string }): Promise<void> {
  const user = state.value?.user.id;
  if (!user) return;
  showToast(panelTexts.value.sent);
  await change('POST', 'push', { user, ...event });
}

async function refreshPanel(): Promise<void> {
  // The phone itself says when the simulator is gone.
  panel.value = await fetchPanel().catch(() => panel.value);
}
