import type { Db } from '../../platform/database.ts';
import { batchNotFound } from './errors.ts';

/** Throws batch_not_found: what belongs to no batch is not an empty list. */
export async function requireBatch(db: Db, batchId: number): Promise<void> {
  const batch = await db
    .selectFrom('codeBatch')
    .select('batchId')
    .where('batchId', '=', batchId)
    .executeTakeFirst();
  if (!batch) throw batchNotFound();
}
