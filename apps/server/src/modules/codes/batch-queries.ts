import type { CodeLength } from '@mashang/code-cipher';
import type { Batch, QueryOf } from '@mashang/contract';
import { sql } from 'kysely';
import { cleanLine, likePattern } from '../../platform/clean-text.ts';
import type { Db } from '../../platform/database.ts';
import { batchNotFound } from './errors.ts';
import { cutPage, pageRowsDefault, readNumberCursor } from './page-cursor.ts';

/** What other modules know of batches; handed in by app.ts. */
export interface BatchLookups {
  readProductNames: (db: Db, productIds: number[]) => Promise<Map<number, string>>;
  readStaffNames: (db: Db, staffIds: number[]) => Promise<Map<number, string>>;
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
  now: Date,
): Promise<{ rows: Batch[]; next: string | null }> {
  const limit = query.limit ?? pageRowsDefault;
  const isOldestFirst = query.sort === 'oldest';
  const last = readNumberCursor(query.cursor);
  let select = selectBatches(db, now).where(isListed);
  if (last !== null) {
    const comparison = isOldestFirst ? sql`>` : sql`<`;
    // Compared as bigint: a forged cursor may lie beyond the column's own type.
    select = select.where(sql<boolean>`b.batch_id ${comparison} ${last}::bigint`);
  }
  for (const condition of conditionsOf(query, now)) select = select.where(condition);
  const found = await select
    .orderBy('b.batchId', isOldestFirst ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute();
  const page = cutPage(found, limit, (row) => row.batchId);
  return { rows: await describe(db, page.rows, lookups), next: page.next };
}

/** One batch. Throws batch_not_found. */
export async function getBatch(
  db: Db,
  batchId: number,
  lookups: BatchLookups,
  now: Date,
): Promise<Batch> {
  const row = await selectBatches(db, now).where('b.batchId', '=', batchId).executeTakeFirst();
  if (!row) throw batchNotFound();
  const [batch] = await describe(db, [row], lookups);
  return batch!;
}

/** How many listed batches hold codes of each product. */
export async function countBatchesByProduct(
  db: Db,
  productIds: number[],
): Promise<Map<number, number>> {
  if (productIds.length === 0) return new Map();
  const { rows } = await sql<{ productId: number; batches: number }>`
    select r.product_id, count(distinct r.batch_id)::int as batches
    from code_range r join code_batch b on b.batch_id = r.batch_id
    where r.product_id = any(${productIds}::bigint[]) and ${isListed}
    group by r.product_id`.execute(db);
  return new Map(rows.map((row) => [row.productId, row.batches]));
}

/** What the cipher needs of a batch of own codes. */
export interface OwnBatch {
  batchId: number;
  keyVersion: number;
  codeLength: CodeLength;
  quantity: number;
}

/** The newest batch of own codes with exactly this note; null when there is none. */
export async function findOwnBatch(db: Db, note: string): Promise<OwnBatch | null> {
  const row = await db
    .selectFrom('codeBatch')
    .select(['batchId', 'keyVersion', 'quantity', 'codeLength'])
    .where('source', '=', 'own')
    .where('note', '=', note)
    .orderBy('batchId', 'desc')
    .executeTakeFirst();
  return row ? { ...row, codeLength: row.codeLength as CodeLength } : null;
}

/** An upload that broke off or was taken back leaves a void batch that never held a code. */
const isListed = sql<boolean>`(b.quantity > 0 or exists (
  select from code_range r where r.batch_id = b.batch_id and r.state <> 'void'))`;

/** The same as `codeStateOf`, of the range `r`. */
function rangeState(now: Date) {
  return sql<
    Batch['state']
  >`case when r.state = 'activated' and r.activated_at > ${now}::timestamptz
      then 'scheduled'
    when r.state = 'minted' and r.delivered_at is not null then 'delivered' else r.state end`;
}

type Filter = Omit<QueryOf<'GET /api/hq/batches'>, 'cursor' | 'limit' | 'sort'>;

function conditionsOf({ state, productId, blank, source, search }: Filter, now: Date) {
  const hasRange = (condition: ReturnType<typeof sql>) => sql<boolean>`exists (
    select from code_range r where r.batch_id = b.batch_id and ${condition})`;
  const isBlank = hasRange(sql`r.product_id is null`);
  const number = /^\d{1,9}$/.test(search ?? '') ? Number(search) : 0;
  return [
    ...(state ? [hasRange(sql`${rangeState(now)} = ${state}`)] : []),
    ...(productId === undefined ? [] : [hasRange(sql`r.product_id = ${productId}`)]),
    ...(blank === 'yes' ? [isBlank] : []),
    ...(blank === 'no' ? [sql<boolean>`not ${isBlank}`] : []),
    ...(source ? [sql<boolean>`b.source = ${source}`] : []),
    ...(search
      ? [sql<boolean>`(b.batch_id = ${number} or b.note ilike ${likePattern(cleanLine(search))})`]
      : []),
  ];
}

/** Batches with what their ranges have in common; null where they differ. */
function selectBatches(db: Db, now: Date) {
  return db
    .selectFrom('codeBatch as b')
    .innerJoinLateral(
      sql<{
        rangeCount: number;
        state: Batch['state'];
        productId: number | null;
        activatedAt: Date | null;
      }>`(
        select count(*)::int as range_count, min(activated_at) as activated_at,
          case when min(state) = max(state) then min(state) else 'mixed' end as state,
          case when min(product_id) = max(product_id) and count(product_id) = count(*)
            then min(product_id) end as product_id
        from (select ${rangeState(now)} as state, r.product_id, r.activated_at
          from code_range r where r.batch_id = b.batch_id) r
      )`.as('r'),
      (join) => join.onTrue(),
    )
    .select([
      ...(['b.batchId', 'b.source', 'b.quantity', 'b.serials', 'b.codeLength'] as const),
      ...(['b.keyVersion', 'b.urlForm', 'b.hasCheckSymbol', 'b.note'] as const),
      ...(['b.createdAt', 'b.createdBy'] as const),
      ...(['r.state', 'r.productId', 'r.activatedAt', 'r.rangeCount'] as const),
      sql<number>`(select count(*)::int from code_delivery d where d.batch_id = b.batch_id)`.as(
        'deliveryCount',
      ),
    ]);
}

type BatchRow = Awaited<ReturnType<ReturnType<typeof selectBatches>['execute']>>[number];

async function describe(db: Db, rows: BatchRow[], lookups: BatchLookups): Promise<Batch[]> {
  const present = (ids: (number | null)[]) => ids.filter((id) => id !== null);
  const names = await lookups.readProductNames(db, present(rows.map((row) => row.productId)));
  const staff = await lookups.readStaffNames(db, present(rows.map((row) => row.createdBy)));
  const batchIds = rows.map((row) => row.batchId);
  const claims = await lookups.countClaims(db, batchIds);
  return rows.map(({ createdBy, ...row }) => ({
    ...row,
    source: row.source as Batch['source'],
    urlForm: row.urlForm as Batch['urlForm'],
    productName: row.productId === null ? null : (names.get(row.productId) ?? ''),
    claimedCount: claims.get(row.batchId) ?? 0,
    createdAt: row.createdAt.toISOString(),
    createdByName: createdBy === null ? null : (staff.get(createdBy) ?? ''),
    activatedAt: row.activatedAt?.toISOString() ?? null,
  }));
}
