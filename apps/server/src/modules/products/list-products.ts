import type { Product, QueryOf } from '@mashang/contract';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { Db } from '../../platform/database.ts';
import { readCursor, writeCursor } from '../../platform/paging.ts';
import type { Product as ProductTable } from '../../platform/schema.ts';
import { cleanLine } from '../../platform/clean-text.ts';
import { productNotFound } from './errors.ts';

/** How many batches of codes products have; the module codes knows. */
export type CountBatches = (db: Db, productIds: number[]) => Promise<Map<number, number>>;

type ListQuery = QueryOf<'GET /api/hq/products'>;

const limitDefault = 50;

/** A page of products. The cursor is the id of the last row: its place is looked up anew. */
export async function listProducts(
  db: Db,
  query: ListQuery,
  countBatches: CountBatches,
): Promise<{ rows: Product[]; next: string | null }> {
  const limit = query.limit ?? limitDefault;
  const found = await selectPage(db, query, limit);
  const page = found.slice(0, limit);
  const counts = await countBatches(
    db,
    page.map((row) => row.productId),
  );
  const last = page.at(-1);
  return {
    rows: page.map((row) => describe(row, counts)),
    next: last && found.length > limit ? writeCursor({ productId: last.productId }) : null,
  };
}

/** One product, archived or not. Throws product_not_found. */
export async function getProduct(
  db: Db,
  productId: number,
  countBatches: CountBatches,
): Promise<Product> {
  const row = await db
    .selectFrom('product')
    .selectAll()
    .where('productId', '=', productId)
    .executeTakeFirst();
  if (!row) throw productNotFound();
  return describe(row, await countBatches(db, [productId]));
}

/** One row more than asked for tells whether there is a next page. */
function selectPage(db: Db, query: ListQuery, limit: number): Promise<Selectable<ProductTable>[]> {
  const { archived = 'no', sort = 'newest' } = query;
  let select = db.selectFrom('product').selectAll();
  if (archived === 'no') select = select.where('archivedAt', 'is', null);
  if (archived === 'yes') select = select.where('archivedAt', 'is not', null);
  const search = cleanLine(query.search ?? '');
  if (search) select = select.where(containing(search));
  const position = readCursor(query.cursor, isPosition);
  if (position) select = select.where(behind(position.productId, sort));
  return select
    .orderBy(orders[sort])
    .limit(limit + 1)
    .execute();
}

/** In the name, or among the digits of the GTIN, which people type with spaces. */
function containing(search: string) {
  const inName = sql<boolean>`name ilike ${`%${search.replace(/[\\%_]/g, '\\$&')}%`}`;
  const digits = search.replace(/[\s-]/g, '');
  return /^\d{3,}$/.test(digits) ? sql<boolean>`(${inName} or gtin like ${`%${digits}%`})` : inName;
}

/** Every order ends in the key, so that no two rows share a place. Names go by pinyin. */
const orders = {
  newest: sql`product_id desc`,
  name: sql`name collate "zh-x-icu", product_id`,
  points: sql`points_per_code desc, product_id desc`,
};

function isPosition(value: unknown): value is { productId: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'productId' in value &&
    Number.isSafeInteger(value.productId)
  );
}

/** What comes after the product in that order. */
function behind(lastId: number, sort: keyof typeof orders) {
  const last = (column: string) =>
    sql`(select ${sql.ref(column)} from product where product_id = ${lastId})`;
  switch (sort) {
    case 'newest':
      return sql<boolean>`product_id < ${lastId}`;
    case 'name':
      return sql<boolean>`(name collate "zh-x-icu", product_id) > (${last('name')}, ${lastId})`;
    case 'points':
      return sql<boolean>`(points_per_code, product_id) < (${last('pointsPerCode')}, ${lastId})`;
  }
}

function describe(row: Selectable<ProductTable>, counts: Map<number, number>): Product {
  return {
    productId: row.productId,
    name: row.name,
    pointsPerCode: row.pointsPerCode,
    gtin: row.gtin,
    batchCount: counts.get(row.productId) ?? 0,
    createdAt: row.createdAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  };
}
