import type { Tx } from '../../platform/database.ts';
import { cleanGiftFields, type GiftFields } from './gift-fields.ts';
import { giftNotFound } from './errors.ts';

export interface NewGift extends GiftFields {
  stock: number;
  /** Null: made by the server itself, as demo data are. */
  staffId: number | null;
  now: Date;
}

/** Adds a gift as a draft and returns its id. Throws gift_incomplete for a name of nothing visible. */
export async function addGift(tx: Tx, gift: NewGift): Promise<number> {
  const { stock, staffId, now } = gift;
  const { giftId } = await tx
    .insertInto('gift')
    .values({ ...cleanGiftFields(gift), stock, createdAt: now, updatedAt: now })
    .returning('giftId')
    .executeTakeFirstOrThrow();
  if (stock > 0) {
    const movement = { giftId, change: stock, stockAfter: stock, reason: 'initial', staffId };
    await tx
      .insertInto('giftStockMovement')
      .values({ ...movement, createdAt: now })
      .execute();
  }
  return giftId;
}

/** A draft with the content of another gift, archived or not, and no stock. Returns its id. */
export async function copyGift(tx: Tx, { giftId, now }: { giftId: number; now: Date }) {
  const original = await tx
    .selectFrom('gift')
    .select(['name', 'pointsPrice', 'descriptionHtml', 'pictureIds', 'limitPerMember', 'sortOrder'])
    .where('giftId', '=', giftId)
    .executeTakeFirst();
  if (!original) throw giftNotFound();
  const { giftId: copyId } = await tx
    .insertInto('gift')
    .values({ ...original, createdAt: now, updatedAt: now })
    .returning('giftId')
    .executeTakeFirstOrThrow();
  return copyId;
}
