import { ref } from 'vue';
import { call } from './api.ts';
import { useKeptFresh } from './keep-fresh.ts';

/** Redemptions that wait for head office: state applied. */
export const waitingCount = ref(0);

let question = 0;

/** Asks how many wait. When it cannot be known the number of before stays: it is only a courtesy. */
export async function refreshWaitingCount(): Promise<void> {
  const mine = ++question;
  const counts = await call('GET /api/hq/redemptions/counts', {
    query: { state: 'applied' },
  }).catch(() => null);
  if (counts && mine === question) waitingCount.value = counts.applied;
}

/** Keeps the count fresh while a component lives. */
export function useWaitingCount(): void {
  useKeptFresh(refreshWaitingCount, (entries) =>
    entries.some(({ kind }) => kind === 'spend' || kind === 'refund'),
  );
}
