import type { Db, Tx } from '../../platform/database.ts';
import { productNotFound } from './errors.ts';

/** The names of products by id, archived ones too. Unknown ids are absent. */
export async function readProductNames(
  db: Db,
  productIds: Iterable<number>,
): Promise<Map<number, string>> {
  const ids = [...new Set(productIds)];
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('product')
    .select(['productId', 'name'])
    .where('productId', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.productId, row.name]));
}

/** The GTIN-14 of products by id, archived ones too. Products without one and unknown ids are absent. */
export async function readGtin(db: Db, productIds: Iterable<number>): Promise<Map<number, string>> {
  const ids = [...new Set(productIds)];
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('product')
    .select(['productId', 'gtin'])
    .where('productId', 'in', ids)
    .where('gtin', 'is not', null)
    .$narrowType<{ gtin: string }>()
    .execute();
  return new Map(rows.map((row) => [row.productId, row.gtin]));
}

/**
 * Throws product_not_found unless the product exists and is not archived. It cannot be archived
 * before `tx` ends.
 */
export async function requireProduct(tx: Tx, productId: number): Promise<void> {
  const row = await tx
    .selectFrom('product')
    .select('productId')
    .where('productId', '=', productId)
    .where('archivedAt', 'is', null)
    .forShare()
    .executeTakeFirst();
  if (!row) throw productNotFound();
}
