import { sql } from 'kysely';
import { onViolation } from '../../platform/database.ts';
import type { Tx } from '../../platform/database.ts';
import { gtinTaken, productNameTaken, productNotFound } from './errors.ts';

/**
 * Takes a product out of the lists, or puts it back. Doing so twice changes nothing: the first time
 * of archiving stands. Putting back is refused when its name or GTIN has been given away meanwhile.
 */
export async function archiveProduct(
  tx: Tx,
  { productId, archived, now }: { productId: number; archived: boolean; now: Date },
): Promise<void> {
  const row = await tx
    .updateTable('product')
    .set({ archivedAt: archived ? sql<Date>`coalesce(archived_at, ${now})` : null })
    .where('productId', '=', productId)
    .returning('productId')
    .executeTakeFirst()
    .catch(onViolation('product__name', productNameTaken))
    .catch(onViolation('product__gtin', gtinTaken));
  if (!row) throw productNotFound();
}
