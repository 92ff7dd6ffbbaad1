import type { PointsEntry, QueryOf } from '@mashang/contract';
import { shallowRef } from 'vue';
import { call } from '../../shared/api.ts';
import { useLive } from '../../shared/live.ts';
import { notifyError } from '../../shared/notify.ts';
import { pageAt, useCursorList } from '../../shared/use-cursor-list.ts';
import { matchEntry } from './match-entry.ts';
import { joinNewest, putOnTop } from './merge-entries.ts';

export type EntryQuery = Omit<QueryOf<'GET /api/hq/points-entries'>, 'cursor' | 'limit'>;

/** Live rows kept on screen before the list starts again from the top, to bound memory. */
const liveRowsMax = 1000;

/** Points entries, newest first, with those that happen meanwhile put on top. */
export function useEntryList(
  query: () => EntryQuery,
  options: { pageSize: number; rowsMax?: number },
) {
  const { pageSize, rowsMax } = options;
  const freshIds = shallowRef<ReadonlySet<string>>(new Set());
  const readPage = (cursor?: string) => {
    const page = { ...query(), ...pageAt(cursor, pageSize) };
    return call('GET /api/hq/points-entries', { query: page });
  };
  const list = useCursorList(readPage, () => JSON.stringify(query()));

  /** Then what happens now belongs to the end, which is not on the screen. */
  const isOldestFirst = () => query().sort === 'oldest';

  function show(rows: PointsEntry[], fresh: PointsEntry[]): void {
    if (rows.length > liveRowsMax && rowsMax === undefined) {
      void list.reload();
      return;
    }
    list.rows.value = rowsMax === undefined ? rows : rows.slice(0, rowsMax);
    freshIds.value = new Set(fresh.map((entry) => entry.entryId));
  }

  /** Reads the top of the list again and joins it to what is shown. */
  async function refreshTop(): Promise<void> {
    if (list.asking.value !== null || isOldestFirst()) return;
    const asked = JSON.stringify(query());
    try {
      const page = await readPage();
      if (asked !== JSON.stringify(query()) || list.asking.value !== null) return;
      const { rows, fresh, isJoined } = joinNewest(list.rows.value, page.rows);
      if (!isJoined) list.next.value = page.next;
      list.state.value = 'ready';
      show(rows, fresh);
    } catch (error) {
      notifyError(error);
    }
  }

  function hear(entries: PointsEntry[]): void {
    if (list.state.value !== 'ready' || isOldestFirst()) return;
    const verdicts = entries.map((entry) => ({ entry, match: matchEntry(entry, query()) }));
    if (verdicts.some(({ match }) => match === 'maybe')) void refreshTop();
    const wanted = verdicts.filter(({ match }) => match === 'yes').map(({ entry }) => entry);
    const { rows, fresh } = putOnTop(list.rows.value, wanted);
    if (fresh.length > 0) show(rows, fresh);
  }

  useLive({ onEntries: hear, onGap: () => void refreshTop() });
  const isFresh = (entry: PointsEntry) => freshIds.value.has(entry.entryId);
  return { list: rowsMax === undefined ? list : { ...list, next: shallowRef(null) }, isFresh };
}
