import { readCursor, writeCursor } from '../../platform/paging.ts';

export const pageRowsDefault = 50;

/** The lists of this module are ordered by one number, which is the cursor. */
export function readNumberCursor(cursor: string | undefined): number | null {
  return readCursor(cursor, isPosition)?.behind ?? null;
}

/** Cuts the one row more that was selected, and says where the next page starts. */
export function cutPage<Row>(
  found: Row[],
  limit: number,
  keyOf: (row: Row) => number,
): { rows: Row[]; next: string | null } {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const isEnd = last === undefined || found.length <= limit;
  return { rows, next: isEnd ? null : writeCursor({ behind: keyOf(last) }) };
}

function isPosition(value: unknown): value is { behind: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'behind' in value &&
    Number.isSafeInteger(value.behind)
  );
}
