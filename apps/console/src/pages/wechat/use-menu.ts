import type { MenuState } from '@mashang/contract';
import { computed, onMounted, ref, shallowRef } from 'vue';
import { ApiError, call } from '../../shared/api.ts';
import { notifyError } from '../../shared/notify.ts';
import { draftOf, menuOf } from './menu-draft.ts';
import type { ButtonDraft } from './menu-draft.ts';

/** The menu: what is declared, what phones show, and what is being edited. */
export function useMenu() {
  const menu = shallowRef<MenuState | null>(null);
  const failure = shallowRef<ApiError | null>(null);
  const draft = ref<ButtonDraft[]>([]);
  const isAsking = ref(false);

  const isDirty = computed(
    () =>
      menu.value !== null &&
      JSON.stringify(menuOf(draft.value)) !== contentOf(menu.value.declared.button),
  );

  /** Goes on from what the server knows. */
  function adopt(known: MenuState): void {
    menu.value = known;
    draft.value = draftOf(known.declared.button);
  }

  async function load(): Promise<void> {
    if (isAsking.value) return;
    isAsking.value = true;
    failure.value = null;
    try {
      const known = await call('GET /api/hq/wechat/menu', {});
      // Asked again only to see the phones: what is being edited stays.
      if (isDirty.value) menu.value = { ...known, version: menu.value?.version ?? known.version };
      else adopt(known);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (menu.value) notifyError(error);
      else failure.value = error;
    } finally {
      isAsking.value = false;
    }
  }
  onMounted(load);

  return { menu, failure, draft, isAsking, isDirty, adopt, load };
}
export type EditedMenu = ReturnType<typeof useMenu>;

/** In the order of fields that is sent, whatever order it was answered in. */
function contentOf(buttons: MenuState['declared']['button']): string {
  return JSON.stringify(menuOf(draftOf(buttons)));
}
