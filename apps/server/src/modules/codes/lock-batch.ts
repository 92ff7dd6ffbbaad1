import type { Tx } from '../../platform/database.ts';
import { batchNotFound } from './errors.ts';

/** Two changes of a batch with many ranges would otherwise lock them in different orders. */
export async function lockBatch(tx: Tx, batchId: number): Promise<void> {
  const batch = await tx
    .selectFrom('codeBatch')
    .select('batchId')
    .where('batchId', '=', batchId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!batch) throw batchNotFound();
}
