import type { CodeLength } from '@mashang/code-cipher';
import type { Batch, BatchState, QueryOf } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';
import { batchNotFound } from './errors.ts';
import { cutPage, pageRowsDefault, readNumberCursor } from './page-cursor.ts';

/** What other modules know of batches; handed in by app.ts. */
export interface BatchLookups {
  readProductNames: (db: Db, productIds: number[]) => Promise<Map<number, string>>;
  countClaims: (db: Db, batchIds: number[]) => Promise<Map<number, number>>;
}

/**
 * A page of batches, newest first unless asked otherwise. Uploads that never became a batch are left
 * out.
 */
export async function listBatches(
  db: Db,
  query: QueryOf<'GET /api/hq/batches'>,
  lookups: BatchLookups,
): Promise<{ rows: Batch[]; next: string | null }> {
  const limit = query.limit ?? pageRowsDefault;
  const isOldestFirst = query.sort === 'oldest';
  const last = readNumberCursor(query.cursor);
  let select = selectBatches(db).where(isListed);
  if (last !== null) {
    const comparison = isOldestFirst ? sql`>` : sql`<`;
    // Compared as bigint: a forged cursor may lie beyond the column's own type.
    select = select.where(sql<boolean>`b.batch_id ${comparison} ${last}::bigint`);
  }
  if (query.state) select = select.where('r.state', '=', query.state);
  if (query.productId !== undefined) select = select.where('r.productId', '=', query.productId);
  if (query.source) select = select.where('b.source', '=', query.source);
  const found = await select
    .orderBy('b.batchId', isOldestFirst ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute();
  const page = cutPage(found, limit, (row) => row.batchId);
  return { rows: await describe(db, page.rows, lookups), next: page.next };
}

/** One batch. Throws batch_not_found. */
export async function getBatch(db: Db, batchId: number, lookups: BatchLookups): Promise<Batch> {
  const row = await selectBatches(db).where('b.batchId', '=', batchId).executeTakeFirst();
  if (!row) throw batchNotFound();
  const [batch] = await describe(db, [row], lookups);
  return batch!;
}

/** How many listed batches each product has. */
export async function countBatchesByProduct(
  db: Db,
  productIds: number[],
): Promise<Map<number, number>> {
  if (productIds.length === 0) return new Map();
  const rows = await selectBatches(db)
    .clearSelect()
    .select(['r.productId', sql<number>`count(*)::int`.as('batches')])
    .where(isListed)
    .where('r.productId', 'in', productIds)
    .groupBy('r.productId')
    .execute();
  return new Map(rows.map((row) => [row.productId, row.batches]));
}

/** What the cipher needs of a batch of own codes. */
export interface OwnBatch {
  batchId: number;
  keyVersion: number;
  codeLength: CodeLength;
  quantity: number;
}

export interface PrintableBatch {
  source: string;
  state: BatchState;
  productId: number;
  /** Null for imported codes. */
  own: OwnBatch | null;
}

/** What the print file is made of. Throws batch_not_found. */
export async function getPrintableBatch(db: Db, batchId: number): Promise<PrintableBatch> {
  const row = await selectBatches(db).where('b.batchId', '=', batchId).executeTakeFirst();
  if (!row) throw batchNotFound();
  const { source, productId, codeLength, keyVersion, quantity } = row;
  const own =
    codeLength === null
      ? null
      : { batchId, keyVersion, quantity, codeLength: codeLength as CodeLength };
  return { source, state: row.state as BatchState, productId, own };
}

/** The newest batch of own codes with exactly this note; null when there is none. */
export async function findOwnBatch(db: Db, note: string): Promise<OwnBatch | null> {
  const row = await selectBatches(db)
    .where('b.source', '=', 'own')
    .where('b.note', '=', note)
    .orderBy('b.batchId', 'desc')
    .executeTakeFirst();
  if (!row || row.codeLength === null) return null;
  const { batchId, keyVersion, quantity, codeLength } = row;
  return { batchId, keyVersion, quantity, codeLength: codeLength as CodeLength };
}

/** An upload that broke off or was taken back leaves a void batch that never held a code. */
const isListed = sql<boolean>`not (b.quantity = 0 and r.state = 'void')`;

/** Batches with their first range: ranges are told apart by points only, so it speaks for all. */
function selectBatches(db: Db) {
  return db
    .selectFrom('codeBatch as b')
    .innerJoin('codeRange as r', (join) =>
      join.onRef('r.batchId', '=', 'b.batchId').on('r.firstSerial', '=', 0),
    )
    .select([
      'b.batchId',
      'b.source',
      'b.quantity',
      'b.codeLength',
      'b.keyVersion',
      'b.note',
      'b.createdAt',
      'r.state',
      'r.productId',
      'r.activatedAt',
    ]);
}

type BatchRow = Awaited<ReturnType<ReturnType<typeof selectBatches>['execute']>>[number];

async function describe(db: Db, rows: BatchRow[], lookups: BatchLookups): Promise<Batch[]> {
  const names = await lookups.readProductNames(
    db,
    rows.map((row) => row.productId),
  );
  const claims = await lookups.countClaims(
    db,
    rows.map((row) => row.batchId),
  );
  return rows.map((row) => ({
    batchId: row.batchId,
    source: row.source as Batch['source'],
    state: row.state as BatchState,
    productId: row.productId,
    productName: names.get(row.productId) ?? '',
    quantity: row.quantity,
    codeLength: row.codeLength,
    note: row.note,
    claimedCount: claims.get(row.batchId) ?? 0,
    createdAt: row.createdAt.toISOString(),
    activatedAt: row.activatedAt?.toISOString() ?? null,
  }));
}
