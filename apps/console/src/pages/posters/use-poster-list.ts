import type { Poster, QueryOf } from '@mashang/contract';
import { computed } from 'vue';
import { call } from '../../shared/api.ts';
import { notify, notifyError, notifyWithUndo } from '../../shared/notify.ts';
import { texts } from '../../shared/texts.ts';
import { freeText, oneOf, setFilters, useUrlFilters } from '../../shared/url-filters.ts';
import { pageAt, useCursorList } from '../../shared/use-cursor-list.ts';

export const posterStates = ['shown', 'archived'] as const;
export const posterSorts = ['newest', 'oldest', 'follows'] as const;

/** The list of poster QRs with its filters, and putting one away or back. */
export function usePosterList() {
  const filters = useUrlFilters({
    search: freeText,
    state: oneOf(posterStates),
    sort: oneOf(posterSorts),
  });
  /** Those in use unless another choice was made. */
  const state = computed({
    get: () => filters.state ?? 'shown',
    set: (chosen) => (filters.state = chosen === 'shown' ? undefined : chosen),
  });
  const toQuery = (): QueryOf<'GET /api/hq/wechat/posters'> => ({
    ...setFilters(filters),
    state: state.value,
  });
  const list = useCursorList<Poster>(
    (cursor) => call('GET /api/hq/wechat/posters', { query: { ...toQuery(), ...pageAt(cursor) } }),
    () => JSON.stringify(toQuery()),
  );

  async function archive({ posterId, name }: Poster): Promise<void> {
    await change(async () => {
      const params = { posterId };
      await call('POST /api/hq/wechat/posters/:posterId/archive', { params, body: {} });
      notifyWithUndo(texts.value.posters.archived(name), () => restore({ posterId, name }));
    });
  }

  async function restore({ posterId, name }: Pick<Poster, 'posterId' | 'name'>): Promise<void> {
    await change(async () => {
      const params = { posterId };
      await call('POST /api/hq/wechat/posters/:posterId/restore', { params, body: {} });
      notify(texts.value.posters.restored(name));
    });
  }

  async function change(act: () => Promise<void>): Promise<void> {
    try {
      await act();
      await list.reload();
    } catch (error) {
      notifyError(error);
    }
  }

  return { filters, state, list, toQuery, archive, restore };
}
