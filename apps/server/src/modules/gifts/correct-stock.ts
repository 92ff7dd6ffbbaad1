import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { cleanLine } from '../../platform/clean-text.ts';
import { stockTooHigh, stockTooLow, stockUnchanged } from './errors.ts';
import { requireGift } from './get-gift.ts';

export interface StockCorrection {
  giftId: number;
  change: number;
  note: string;
  staffId: number;
  now: Date;
}

const stockMax = 100_000_000;

/** Adds or takes away what a clerk counted. What members took meanwhile is counted as well. */
export async function correctStock(tx: Tx, correction: StockCorrection): Promise<void> {
  const { giftId, change, note, staffId, now } = correction;
  if (change === 0) throw stockUnchanged();
  const gift = await tx
    .updateTable('gift')
    .set({ stock: sql`stock + ${change}::int` })
    .where('giftId', '=', giftId)
    .where(sql<boolean>`stock + ${change}::bigint between 0 and ${stockMax}`)
    .returning('stock')
    .executeTakeFirst();
  if (!gift) {
    const { stock } = await requireGift(tx, giftId);
    throw change < 0 ? stockTooLow(stock) : stockTooHigh(stockMax);
  }
  const movement = { giftId, change, stockAfter: gift.stock, reason: 'correction', staffId };
  await tx
    .insertInto('giftStockMovement')
    .values({ ...movement, note: cleanLine(note), createdAt: now })
    .execute();
}
