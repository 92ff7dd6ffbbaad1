import { ref, shallowRef } from 'vue';
import type { CursorList } from './use-cursor-list.ts';

/** Rows that are all there already, in the shape of a list that is read page by page. */
export function fixedList<Row>(rows: Row[]): CursorList<Row> {
  return {
    rows: shallowRef(rows),
    state: ref('ready'),
    error: shallowRef(null),
    next: ref(null),
    asking: ref(null),
    reload: () => Promise.resolve(),
    loadMore: () => Promise.resolve(),
  };
}
