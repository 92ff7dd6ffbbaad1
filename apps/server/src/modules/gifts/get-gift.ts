import type { Gift, GiftState } from '@mashang/contract';
import type { Selectable } from 'kysely';
import type { Db } from '../../platform/database.ts';
import type { Gift as GiftTable } from '../../platform/schema.ts';
import { giftNotFound } from './errors.ts';

/** One gift in any state, as head office sees it. Throws gift_not_found. */
export async function getGift(db: Db, giftId: number): Promise<Gift> {
  return describeGift(await requireGift(db, giftId));
}

/** The row of a gift in any state. Throws gift_not_found. */
export async function requireGift(db: Db, giftId: number): Promise<Selectable<GiftTable>> {
  const row = await db
    .selectFrom('gift')
    .selectAll()
    .where('giftId', '=', giftId)
    .executeTakeFirst();
  if (!row) throw giftNotFound();
  return row;
}

export function describeGift(row: Selectable<GiftTable>): Gift {
  return {
    giftId: row.giftId,
    name: row.name,
    pointsPrice: row.pointsPrice,
    descriptionHtml: row.descriptionHtml,
    pictureIds: row.pictureIds,
    limitPerMember: row.limitPerMember,
    sortOrder: row.sortOrder,
    state: row.state as GiftState,
    stock: row.stock,
    redeemedCount: row.redeemedCount,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
