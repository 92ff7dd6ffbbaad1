import type { MenuState } from '@mashang/contract';
import { computed, onMounted, ref, shallowRef } from 'vue';
import { ApiError, call } from '../../shared/api.ts';
import { notify, notifyError } from '../../shared/notify.ts';
import { texts } from '../../shared/texts.ts';
import { readPlace } from './edit-menu.ts';
import type { Place } from './edit-menu.ts';
import { draftOf, findErrors, menuOf } from './menu-draft.ts';
import type { ButtonDraft } from './menu-draft.ts';

/** The menu: what is declared, what phones show, and what is being edited. */
export function useMenu() {
  const menu = shallowRef<MenuState | null>(null);
  const failure = shallowRef<ApiError | null>(null);
  const draft = ref<ButtonDraft[]>([]);
  const isBusy = ref(false);
  const isAsking = ref(false);
  const isShowingErrors = ref(false);
  /** What somebody else saved meanwhile, until it is decided whose menu stays. */
  const theirs = shallowRef<MenuState | null>(null);
  /** The entry the server would not take. */
  const refusedPlace = shallowRef<Place | null>(null);

  const isDirty = computed(
    () =>
      menu.value !== null &&
      JSON.stringify(menuOf(draft.value)) !== contentOf(menu.value.declared.button),
  );
  const errors = computed(() => findErrors(draft.value));

  function adopt(known: MenuState): void {
    menu.value = known;
    draft.value = draftOf(known.declared.button);
    isShowingErrors.value = false;
    theirs.value = null;
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

  async function save(): Promise<void> {
    isShowingErrors.value = true;
    if (isBusy.value || errors.value.size > 0 || !menu.value) return;
    await change(async (version) => {
      const sent = menuOf(draft.value);
      const body = { button: sent, version };
      const saved = await call('PUT /api/hq/wechat/menu', { body });
      // What was typed while the answer was on its way stays a change.
      if (JSON.stringify(menuOf(draft.value)) === JSON.stringify(sent)) adopt(saved);
      else menu.value = saved;
      notify(texts.value.wechatMenu.saved);
    });
  }

  async function publish(): Promise<void> {
    if (isBusy.value || isDirty.value) return;
    await change(async (version) => {
      adopt(await call('POST /api/hq/wechat/menu/publish', { body: { version } }));
      notify(texts.value.wechatMenu.published);
    });
  }

  async function change(act: (version: number) => Promise<void>): Promise<void> {
    isBusy.value = true;
    try {
      await act(menu.value?.version ?? 0);
    } catch (error) {
      await explain(error);
    } finally {
      isBusy.value = false;
    }
  }

  async function explain(error: unknown): Promise<void> {
    if (error instanceof ApiError && error.code === 'menu_invalid') {
      refusedPlace.value = readPlace(error.details['place']);
    }
    if (!(error instanceof ApiError) || error.code !== 'changed_meanwhile') {
      return notifyError(error);
    }
    try {
      theirs.value = await call('GET /api/hq/wechat/menu', {});
    } catch (second) {
      notifyError(second);
    }
  }

  async function overwrite(): Promise<void> {
    if (!theirs.value || !menu.value) return;
    menu.value = { ...menu.value, version: theirs.value.version };
    theirs.value = null;
    await save();
  }

  function takeTheirs(): void {
    if (theirs.value) adopt(theirs.value);
  }

  function discard(): void {
    if (menu.value) adopt(menu.value);
  }

  return {
    ...{ menu, failure, draft, errors, isBusy, isAsking, isDirty, isShowingErrors, theirs },
    refusedPlace,
    ...{ load, save, publish, overwrite, takeTheirs, discard },
  };
}

/** In the order of fields that is sent, whatever order it was answered in. */
function contentOf(buttons: MenuState['declared']['button']): string {
  return JSON.stringify(menuOf(draftOf(buttons)));
}
