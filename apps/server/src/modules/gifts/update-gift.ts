import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { changedMeanwhile } from '../../platform/errors.ts';
import { cleanGiftFields, type GiftFields } from './gift-fields.ts';
import { requireGift } from './get-gift.ts';

export interface GiftEdit {
  giftId: number;
  fields: GiftFields;
  /** The version the editor read. */
  version: number;
  now: Date;
}

/**
 * Edits a gift. Of two clerks who read the same version the first one wins, the second is told
 * changed_meanwhile; so is whoever edits what was archived. Stock and state are changed elsewhere and
 * do not count as edits.
 */
export async function updateGift(
  tx: Tx,
  { giftId, fields, version, now }: GiftEdit,
): Promise<void> {
  const updated = await tx
    .updateTable('gift')
    .set({ ...cleanGiftFields(fields), version: sql<number>`version + 1`, updatedAt: now })
    .where('giftId', '=', giftId)
    .where('version', '=', sql<number>`${version}::bigint`)
    .where('state', '<>', 'archived')
    .returning('giftId')
    .executeTakeFirst();
  if (updated) return;
  await requireGift(tx, giftId);
  throw changedMeanwhile();
}
