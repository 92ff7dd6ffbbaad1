import type { ReplyOf } from '@mashang/contract';
import type { Db, Tx } from '../../platform/database.ts';
import { Refusal } from '../../platform/errors.ts';

/**
 * Moves many redemptions, each in a transaction of its own and in the order of their ids: what can be
 * done is done, and what cannot is told one by one.
 */
export async function runBatch<Item extends { redemptionId: number }>(
  db: Db,
  items: readonly Item[],
  move: (tx: Tx, item: Item) => Promise<void>,
): Promise<ReplyOf<'POST /api/hq/redemptions/approve'>> {
  const done: number[] = [];
  const refused: ReplyOf<'POST /api/hq/redemptions/approve'>['refused'] = [];
  for (const item of items.toSorted((one, other) => one.redemptionId - other.redemptionId)) {
    const { redemptionId } = item;
    try {
      await db.transaction().execute((tx) => move(tx, item));
      done.push(redemptionId);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push({ redemptionId, code: error.code, message: error.message });
    }
  }
  return { done, refused };
}
