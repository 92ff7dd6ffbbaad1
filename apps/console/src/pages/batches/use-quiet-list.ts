import { watch } from 'vue';
import { ApiError } from '../../shared/api.ts';
import { useCursorList } from '../../shared/use-cursor-list.ts';
import type { CursorList, Page } from '../../shared/use-cursor-list.ts';

/** Who has opened more pages than this reads an older state until they load the page anew. */
const pagesMax = 20;

/**
 * A list that is read again without a flicker when `version` changes: the rows stay until the new
 * ones are there, as many as were opened.
 */
export function useQuietList<Row>(
  loadPage: (cursor: string | undefined) => Promise<Page<Row>>,
  key: () => unknown,
  version: () => unknown,
): CursorList<Row> {
  const list = useCursorList<Row>(loadPage, key);
  let round = 0;

  watch(version, async () => {
    if (list.state.value === 'failed') return list.reload();
    const mine = ++round;
    const asked = key();
    const isWanted = () => mine === round && asked === key() && list.asking.value === null;
    try {
      const page = await readAsMany(loadPage, list.rows.value.length, isWanted);
      if (!page || !isWanted()) return;
      list.rows.value = page.rows;
      list.next.value = page.next;
    } catch (error) {
      // The rows of before stay; the next round asks again.
      if (!(error instanceof ApiError)) throw error;
    }
  });
  return list;
}

/** The first pages up to so many rows; null when nobody wants them any more, or they are too many. */
async function readAsMany<Row>(
  loadPage: (cursor: string | undefined) => Promise<Page<Row>>,
  count: number,
  isWanted: () => boolean,
): Promise<Page<Row> | null> {
  const all = await loadPage(undefined);
  for (let pages = 1; all.next !== null && all.rows.length < count; pages += 1) {
    if (pages >= pagesMax || !isWanted()) return null;
    const page = await loadPage(all.next);
    all.rows = [...all.rows, ...page.rows];
    all.next = page.next;
  }
  return all;
}
