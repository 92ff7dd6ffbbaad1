import type { QueryOf, ReplyOf, ShelfGift } from '@mashang/contract';
import type { Selectable } from 'kysely';
import type { Db } from '../../platform/database.ts';
import type { Gift as GiftTable } from '../../platform/schema.ts';
import { giftNotOnSale } from './errors.ts';
import { requireGift } from './get-gift.ts';
import { behindCursor, cutGiftPage, orderBy } from './gift-orders.ts';

/** Pieces of a gift a member has redeemed and keeps; the module redemptions knows. */
export type CountPiecesOfMember = (
  db: Db,
  redeemed: { memberId: number; giftId: number },
) => Promise<number>;

const limitDefault = 20;

/** A page of the gifts on sale. */
export async function listShelf(
  db: Db,
  query: QueryOf<'GET /api/gifts'>,
): Promise<{ rows: ShelfGift[]; next: string | null }> {
  const { limit = limitDefault, sort = 'order', pointsMax } = query;
  let select = db.selectFrom('gift').selectAll().where('state', '=', 'onSale');
  // No price is beyond this; larger numbers would not fit the column's type.
  if (pointsMax !== undefined) {
    select = select.where('pointsPrice', '<=', Math.min(pointsMax, 2 ** 31 - 1));
  }
  const behind = behindCursor(sort, query.cursor);
  if (behind) select = select.where(behind);
  const found = await select
    .orderBy(orderBy(sort))
    .limit(limit + 1)
    .execute();
  const { rows, next } = cutGiftPage(found, limit, sort);
  return { rows: rows.map(describeShelfGift), next };
}

/** A gift on sale with what this member may still have of it. Throws gift_not_found, gift_not_on_sale. */
export async function getShelfGift(
  db: Db,
  { giftId, memberId }: { giftId: number; memberId: number | null },
  countPiecesOfMember: CountPiecesOfMember,
): Promise<ReplyOf<'GET /api/gifts/:giftId'>> {
  const gift = await requireGiftOnSale(db, giftId);
  const { limitPerMember, descriptionHtml } = gift;
  const leftForMember =
    limitPerMember === null || memberId === null
      ? null
      : Math.max(0, limitPerMember - (await countPiecesOfMember(db, { memberId, giftId })));
  return { ...describeShelfGift(gift), descriptionHtml, leftForMember };
}

/** The row of a gift on sale. Throws gift_not_found, gift_not_on_sale. */
export async function requireGiftOnSale(db: Db, giftId: number): Promise<Selectable<GiftTable>> {
  const gift = await requireGift(db, giftId);
  if (gift.state !== 'onSale') throw giftNotOnSale();
  return gift;
}

function describeShelfGift(row: Selectable<GiftTable>): ShelfGift {
  return {
    giftId: row.giftId,
    name: row.name,
    pointsPrice: row.pointsPrice,
    pictureIds: row.pictureIds,
    stock: row.stock,
    limitPerMember: row.limitPerMember,
  };
}
