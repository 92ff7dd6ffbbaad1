import { watch } from 'vue';
import { ApiError } from '../../shared/api.ts';
import { useCursorList } from '../../shared/use-cursor-list.ts';
import type { CursorList, Page } from '../../shared/use-cursor-list.ts';

/**
 * A list that is read again without a flicker when `version` changes: the rows stay until the new
 * ones are there. Who has opened further pages keeps them, and reads again by hand.
 */
export function useQuietList<Row>(
  loadPage: (cursor: string | undefined) => Promise<Page<Row>>,
  key: () => unknown,
  version: () => unknown,
): CursorList<Row> {
  let hasMorePages = false;
  const list = useCursorList<Row>(async (cursor) => {
    const page = await loadPage(cursor);
    hasMorePages = cursor !== undefined;
    return page;
  }, key);

  watch(version, async () => {
    if (list.state.value !== 'ready' || hasMorePages) return list.reload();
    if (list.asking.value !== null) return;
    const asked = key();
    try {
      const page = await loadPage(undefined);
      if (asked !== key() || list.asking.value !== null) return;
      list.rows.value = page.rows;
      list.next.value = page.next;
    } catch (error) {
      // The rows of before stay; the next round asks again.
      if (!(error instanceof ApiError)) throw error;
    }
  });
  return list;
}
