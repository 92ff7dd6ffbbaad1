import { ref, shallowRef, watch } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import { ApiError } from './api.ts';

export interface Page<Row> {
  rows: Row[];
  next: string | null;
}

export interface CursorList<Row> {
  rows: ShallowRef<Row[]>;
  /** `loading` only while there is nothing to show yet. */
  state: Ref<'loading' | 'ready' | 'failed'>;
  error: ShallowRef<ApiError | null>;
  next: Ref<string | null>;
  /** Which page is being asked for; null when none is. */
  asking: Ref<'first' | 'more' | null>;
  /** Loads the first page again and shows it in place of everything. */
  reload: () => Promise<void>;
  /** Appends the next page; a failure keeps the rows and is told in `error`. */
  loadMore: () => Promise<void>;
}

export const pageSize = 50;

/** The part of a query that asks for one page. */
export function pageAt(
  cursor: string | undefined,
  limit = pageSize,
): { limit: number; cursor?: string } {
  return { limit, ...(cursor === undefined ? {} : { cursor }) };
}

/** Then people are shown how far it got, and decide themselves whether to look on. */
const emptyPagesMax = 10;

/**
 * A list read page by page. When `watched` changes the list starts again; an answer that arrives
 * after a newer question was asked is thrown away.
 */
export function useCursorList<Row>(
  loadPage: (cursor: string | undefined) => Promise<Page<Row>>,
  watched?: () => unknown,
): CursorList<Row> {
  const rows = shallowRef<Row[]>([]);
  const state = ref<'loading' | 'ready' | 'failed'>('loading');
  const error = shallowRef<ApiError | null>(null);
  const next = ref<string | null>(null);
  const asking = ref<'first' | 'more' | null>(null);
  let question = 0;

  async function ask(cursor?: string): Promise<void> {
    const mine = ++question;
    error.value = null;
    asking.value = cursor === undefined ? 'first' : 'more';
    try {
      const page = await readFilledPage(cursor, () => mine === question);
      if (mine !== question) return;
      // Rows that arrived live meanwhile stay where they are.
      rows.value = cursor === undefined ? page.rows : [...rows.value, ...page.rows];
      next.value = page.next;
      state.value = 'ready';
    } catch (caught) {
      if (mine !== question) return;
      if (!(caught instanceof ApiError)) throw caught;
      error.value = caught;
      if (cursor === undefined) state.value = 'failed';
    } finally {
      if (mine === question) asking.value = null;
    }
  }

  /** Some lists look through so many rows a page; one that found nothing is passed over. */
  async function readFilledPage(cursor: string | undefined, isWanted: () => boolean) {
    let page = await loadPage(cursor);
    for (let asked = 1; asked < emptyPagesMax && isWanted(); asked += 1) {
      if (page.rows.length > 0 || page.next === null) break;
      page = await loadPage(page.next);
    }
    return page;
  }

  async function reload(): Promise<void> {
    if (state.value === 'failed') state.value = 'loading';
    await ask();
  }

  async function loadMore(): Promise<void> {
    if (next.value === null || asking.value !== null) return;
    await ask(next.value);
  }

  if (watched) watch(watched, () => void reload());
  void reload();
  return { rows, state, error, next, asking, reload, loadMore };
}
