import type { Tx } from '../../platform/database.ts';
import { changeRanges, type RangeChange } from './change-ranges.ts';
import { requireGtin, type ReadGtin } from './create-batch.ts';
import { refuseClaimed, type HasClaimsBetween } from './refuse-claimed.ts';

export interface ProductAssignment extends RangeChange {
  productId: number;
}

/**
 * Tells what blank codes stand on, or corrects it, while none of them is claimed. The product must
 * have been checked. Void codes stay as they are.
 */
export async function assignProduct(
  tx: Tx,
  assignment: ProductAssignment,
  known: { hasClaimsBetween: HasClaimsBetween; readGtin: ReadGtin },
): Promise<void> {
  const { batchId, productId } = assignment;
  if (await hasGs1Addresses(tx, batchId)) await requireGtin(tx, productId, known.readGtin);
  await changeRanges(tx, assignment, {
    action: 'productSet',
    details: { productId },
    change: (range) =>
      range.state === 'void' || range.productId === productId ? null : { productId },
    approve: (runs) => refuseClaimed(tx, runs, known.hasClaimsBetween),
  });
}

/** The form of the addresses never changes after the order. */
async function hasGs1Addresses(tx: Tx, batchId: number): Promise<boolean> {
  const batch = await tx
    .selectFrom('codeBatch')
    .select('urlForm')
    .where('batchId', '=', batchId)
    .executeTakeFirst();
  return batch?.urlForm === 'gs1';
}
