import { sql, type RawBuilder } from 'kysely';
import { cleanLine } from '../../platform/clean-text.ts';
import { readCursor, writeCursor } from '../../platform/paging.ts';

/** Every order ends in the key, newest first, so that no two gifts share a place. */
const orders = {
  order: { column: 'sort_order', direction: 'asc' },
  newest: { column: 'gift_id', direction: 'desc' },
  priceUp: { column: 'points_price', direction: 'asc' },
  priceDown: { column: 'points_price', direction: 'desc' },
  stock: { column: 'stock', direction: 'asc' },
  // By pinyin.
  name: { column: 'name collate "zh-x-icu"', direction: 'asc' },
} as const;

export type GiftOrder = keyof typeof orders;

interface Position {
  giftId: number;
  /** Of the order's column. */
  value: number | string;
}

export function orderBy(order: GiftOrder): RawBuilder<unknown> {
  const { column, direction } = orders[order];
  return sql`${sql.raw(`${column} ${direction}`)}, gift_id desc`;
}

/** What comes behind a cursor in that order; null for the first page. */
export function behindCursor(
  order: GiftOrder,
  cursor: string | undefined,
): RawBuilder<boolean> | null {
  const isPosition = order === 'name' ? isNamePosition : isNumberPosition;
  const position = readCursor(cursor, isPosition);
  if (position === null) return null;
  const { giftId, value } = position;
  const { column, direction } = orders[order];
  const place = sql.raw(column);
  const isBehind = sql.raw(direction === 'asc' ? '>' : '<');
  return sql<boolean>`(${place} ${isBehind} ${value} or (${place} = ${value} and gift_id < ${giftId}))`;
}

interface Placed {
  giftId: number;
  name: string;
  sortOrder: number;
  pointsPrice: number;
  stock: number;
}

/** Cuts the one row more that was selected, and says where the next page starts. */
export function cutGiftPage<Row extends Placed>(found: Row[], limit: number, order: GiftOrder) {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const next = last && found.length > limit ? { giftId: last.giftId, value: valueOf(last) } : null;
  return { rows, next: writeCursor(next) };

  function valueOf(row: Row): number | string {
    if (order === 'name') return row.name;
    if (order === 'order') return row.sortOrder;
    if (order === 'priceUp' || order === 'priceDown') return row.pointsPrice;
    if (order === 'stock') return row.stock;
    return row.giftId;
  }
}

const integerMax = 2 ** 31 - 1;

function isNumberPosition(value: unknown): value is Position {
  const position = value as Partial<Position> | null;
  const isInteger = Number.isSafeInteger(position?.value);
  return hasGiftId(position) && isInteger && Math.abs(Number(position?.value)) <= integerMax;
}

function isNamePosition(value: unknown): value is Position {
  const position = value as Partial<Position> | null;
  const name = position?.value;
  return hasGiftId(position) && typeof name === 'string' && cleanLine(name) === name;
}

function hasGiftId(position: Partial<Position> | null): boolean {
  return typeof position === 'object' && Number.isSafeInteger(position?.giftId);
}
