import type { Tx } from '../../platform/database.ts';
import { changedMeanwhile } from '../../platform/errors.ts';
import { requireGift } from './get-gift.ts';

/**
 * Puts a gift on sale or takes it off; saying the same twice changes nothing. A name and a price are
 * enough to be on sale: without stock it is shown as sold out. An archived gift comes back off sale
 * first: `onSale` then means that its page is old.
 */
export async function changeGiftState(
  tx: Tx,
  { giftId, state, now }: { giftId: number; state: 'onSale' | 'offSale'; now: Date },
): Promise<void> {
  const fromStates = ['draft', 'onSale', 'offSale', ...(state === 'offSale' ? ['archived'] : [])];
  const updated = await tx
    .updateTable('gift')
    .set({ state, archivedAt: null, updatedAt: now })
    .where('giftId', '=', giftId)
    .where('state', 'in', fromStates)
    .returning('giftId')
    .executeTakeFirst();
  if (updated) return;
  await requireGift(tx, giftId);
  throw changedMeanwhile();
}
