import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { giftChanged, giftNotOnSale, giftSoldOut } from './errors.ts';

export interface StockTaking {
  giftId: number;
  quantity: number;
  /** The price the member saw: another one now refuses. */
  pointsPrice: number;
  redemptionId: number;
  now: Date;
}

/**
 * Takes pieces of a gift on sale for a redemption, and holds its row until `tx` ends: whoever counts
 * what a member redeemed of it behind this counts alone.
 *
 * @returns the pieces one member may redeem, ever; null for any number
 * @throws Refusal gift_not_on_sale, gift_changed, gift_sold_out
 */
export async function takeStock(tx: Tx, taking: StockTaking): Promise<number | null> {
  const { giftId, quantity, pointsPrice, redemptionId, now } = taking;
  const gift = await tx
    .updateTable('gift')
    .set({
      stock: sql`stock - ${quantity}::int`,
      redeemedCount: sql`redeemed_count + ${quantity}::int`,
    })
    .where('giftId', '=', giftId)
    .where('state', '=', 'onSale')
    // A member may name any price, also one beyond the column's type.
    .where('pointsPrice', '=', sql<number>`${pointsPrice}::bigint`)
    .where('stock', '>=', quantity)
    .returning(['stock', 'limitPerMember'])
    .executeTakeFirst();
  if (!gift) throw await explainRefusal(tx, taking);
  const movement = { giftId, change: -quantity, stockAfter: gift.stock, redemptionId };
  await tx
    .insertInto('giftStockMovement')
    .values({ ...movement, reason: 'redemption', createdAt: now })
    .execute();
  return gift.limitPerMember;
}

async function explainRefusal(tx: Tx, { giftId, pointsPrice }: StockTaking) {
  const gift = await tx
    .selectFrom('gift')
    .select(['state', 'pointsPrice', 'stock'])
    .where('giftId', '=', giftId)
    .executeTakeFirst();
  if (!gift || gift.state !== 'onSale') return giftNotOnSale();
  if (gift.pointsPrice !== pointsPrice) return giftChanged(gift.pointsPrice);
  return giftSoldOut(gift.stock);
}

/**
 * Puts the pieces of a redemption back, whatever became of the gift meanwhile. Once: the database
 * refuses a second return of the same redemption.
 */
export async function returnStock(
  tx: Tx,
  { giftId, quantity, redemptionId, now }: Omit<StockTaking, 'pointsPrice'>,
): Promise<void> {
  const { stock } = await tx
    .updateTable('gift')
    .set({
      stock: sql`stock + ${quantity}::int`,
      redeemedCount: sql`redeemed_count - ${quantity}::int`,
    })
    .where('giftId', '=', giftId)
    .returning('stock')
    .executeTakeFirstOrThrow();
  const movement = { giftId, change: quantity, stockAfter: stock, redemptionId };
  await tx
    .insertInto('giftStockMovement')
    .values({ ...movement, reason: 'refund', createdAt: now })
    .execute();
}
