import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { giftNotFound } from './errors.ts';

/**
 * Deletes a gift; one that was ever redeemed is archived, since its redemptions and movements tell
 * of it. The lock on its row decides between a clerk who deletes and a member who redeems.
 */
export async function deleteGift(
  tx: Tx,
  { giftId, now }: { giftId: number; now: Date },
): Promise<'deleted' | 'archived'> {
  const gift = await tx
    .selectFrom('gift')
    .select('giftId')
    .where('giftId', '=', giftId)
    .forUpdate()
    .executeTakeFirst();
  if (!gift) throw giftNotFound();
  const redeemed = await tx
    .selectFrom('giftStockMovement')
    .select('movementId')
    .where('giftId', '=', giftId)
    .where('reason', '=', 'redemption')
    .limit(1)
    .executeTakeFirst();
  if (redeemed) {
    await tx
      .updateTable('gift')
      .set({ state: 'archived', archivedAt: sql<Date>`coalesce(archived_at, ${now})` })
      .where('giftId', '=', giftId)
      .execute();
    return 'archived';
  }
  await tx.deleteFrom('giftStockMovement').where('giftId', '=', giftId).execute();
  await tx.deleteFrom('gift').where('giftId', '=', giftId).execute();
  return 'deleted';
}
