import type { Gift, QueryOf, StockMovement } from '@mashang/contract';
import { sql } from 'kysely';
import { cleanLine, likePattern } from '../../platform/clean-text.ts';
import type { Db } from '../../platform/database.ts';
import { readCursor, writeCursor } from '../../platform/paging.ts';
import { describeGift, requireGift } from './get-gift.ts';
import { behindCursor, cutGiftPage, orderBy, type GiftOrder } from './gift-orders.ts';

type ListQuery = QueryOf<'GET /api/hq/gifts'>;

const limitDefault = 50;

const orderOfSort = {
  order: 'order',
  newest: 'newest',
  name: 'name',
  price: 'priceUp',
  stock: 'stock',
} as const satisfies Record<string, GiftOrder>;

/** A page of gifts for head office; archived ones only when asked for. */
export async function listGifts(
  db: Db,
  query: ListQuery,
): Promise<{ rows: Gift[]; next: string | null }> {
  const { limit = limitDefault, state, sort = 'order' } = query;
  const order = orderOfSort[sort];
  let select = db.selectFrom('gift').selectAll();
  select = state ? select.where('state', '=', state) : select.where('state', '<>', 'archived');
  const search = cleanLine(query.search ?? '');
  if (search) select = select.where('name', 'ilike', likePattern(search));
  const behind = behindCursor(order, query.cursor);
  if (behind) select = select.where(behind);
  const found = await select
    .orderBy(orderBy(order))
    .limit(limit + 1)
    .execute();
  const { rows, next } = cutGiftPage(found, limit, order);
  return { rows: rows.map(describeGift), next };
}

/** How the stock of a gift came to be, newest first. Throws gift_not_found. */
export async function listStockMovements(
  db: Db,
  giftId: number,
  query: QueryOf<'GET /api/hq/gifts/:giftId/stock-movements'>,
  readStaffNames: (db: Db, staffIds: number[]) => Promise<Map<number, string>>,
): Promise<{ rows: StockMovement[]; next: string | null }> {
  await requireGift(db, giftId);
  const { limit = limitDefault } = query;
  const position = readCursor(query.cursor, isPosition);
  let select = db.selectFrom('giftStockMovement').selectAll().where('giftId', '=', giftId);
  if (position) select = select.where('movementId', '<', position.movementId);
  const found = await select
    .orderBy(sql`movement_id desc`)
    .limit(limit + 1)
    .execute();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const names = await readStaffNames(db, [...new Set(page.flatMap((row) => row.staffId ?? []))]);
  return {
    rows: page.map((row) => ({
      movementId: row.movementId,
      change: row.change,
      stockAfter: row.stockAfter,
      reason: row.reason as StockMovement['reason'],
      redemptionId: row.redemptionId,
      staffName: row.staffId === null ? null : (names.get(row.staffId) ?? null),
      note: row.note,
      createdAt: row.createdAt.toISOString(),
    })),
    next: last && found.length > limit ? writeCursor({ movementId: last.movementId }) : null,
  };
}

function isPosition(value: unknown): value is { movementId: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'movementId' in value &&
    Number.isSafeInteger(value.movementId)
  );
}
