import type { MenuState } from '@mashang/contract';
import { computed, ref, shallowRef } from 'vue';
import { ApiError, call } from '../../shared/api.ts';
import { notify, notifyError } from '../../shared/notify.ts';
import { texts } from '../../shared/texts.ts';
import { firstWrong, readPlace } from './edit-menu.ts';
import type { Place } from './edit-menu.ts';
import { findErrors, menuOf } from './menu-draft.ts';
import type { EditedMenu } from './use-menu.ts';

/** Saving the menu, publishing it, and meeting somebody else's save. */
export function useMenuSaving({ menu, draft, isDirty, adopt }: EditedMenu) {
  const isBusy = ref(false);
  const isShowingErrors = ref(false);
  /** What somebody else saved meanwhile, until it is decided whose menu stays. */
  const theirs = shallowRef<MenuState | null>(null);
  /** The entry to look at: the first that is wrong, or that the server would not take. */
  const wrongPlace = shallowRef<Place | null>(null);
  const errors = computed(() => findErrors(draft.value));

  function start(known: MenuState | null): void {
    if (!known) return;
    adopt(known);
    isShowingErrors.value = false;
    theirs.value = null;
  }

  async function save(): Promise<void> {
    isShowingErrors.value = true;
    wrongPlace.value = firstWrong(draft.value, errors.value);
    if (wrongPlace.value) return;
    await change(async (version) => {
      const button = menuOf(draft.value);
      const saved = await call('PUT /api/hq/wechat/menu', { body: { button, version } });
      // What was typed while the answer was on its way stays a change.
      if (JSON.stringify(menuOf(draft.value)) === JSON.stringify(button)) start(saved);
      else menu.value = saved;
      notify(texts.value.wechatMenu.saved);
    });
  }

  async function publish(): Promise<void> {
    if (isDirty.value) return;
    await change(async (version) => {
      start(await call('POST /api/hq/wechat/menu/publish', { body: { version } }));
      notify(texts.value.wechatMenu.published);
    });
  }

  async function change(act: (version: number) => Promise<void>): Promise<void> {
    if (isBusy.value || !menu.value) return;
    isBusy.value = true;
    try {
      await act(menu.value.version);
    } catch (error) {
      await explain(error);
    } finally {
      isBusy.value = false;
    }
  }

  async function explain(error: unknown): Promise<void> {
    if (!(error instanceof ApiError) || error.code !== 'changed_meanwhile') {
      if (error instanceof ApiError) wrongPlace.value = readPlace(error.details['place']);
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

  return {
    ...{ isBusy, isShowingErrors, theirs, wrongPlace, errors, save, publish, overwrite },
    takeTheirs: () => start(theirs.value),
    discard: () => start(menu.value),
  };
}
