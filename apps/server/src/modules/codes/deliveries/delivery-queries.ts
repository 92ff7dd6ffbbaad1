import type { Delivery, DeliveryState, QueryOf } from '@mashang/contract';
import { sql } from 'kysely';
import { cleanLine, likePattern } from '../../../platform/clean-text.ts';
import type { Db } from '../../../platform/database.ts';
import { codeIdOf } from '../code-id.ts';
import { deliveryNotFound } from '../errors.ts';
import { cutPage, pageRowsDefault, readNumberCursor } from '../page-cursor.ts';

/** What the log knows of a code: absent when nobody scanned it. */
export interface ScanFacts {
  scans: number;
  firstScannedAt: Date;
  lastScannedAt: Date;
  provinces: string[];
}

/** What lists show of others' data; handed in by routes.ts. */
export interface DeliveryReaders {
  /** An unknown id is absent. */
  readStaffNames: (db: Db, staffIds: Iterable<number>) => Promise<Map<number, string>>;
  /** By number of the code. */
  readScanFacts: (db: Db, codeIds: readonly bigint[]) => Promise<Map<bigint, ScanFacts>>;
}

type Filter = Omit<QueryOf<'GET /api/hq/deliveries'>, 'limit'> & { limit?: number | undefined };

/** A page of copies, newest first unless said otherwise. */
export async function listDeliveries(
  db: Db,
  query: Filter,
  readers: DeliveryReaders,
  now: Date,
): Promise<{ rows: Delivery[]; next: string | null }> {
  const limit = query.limit ?? pageRowsDefault;
  const isOldestFirst = query.sort === 'oldest';
  const behind = readNumberCursor(query.cursor);
  let select = selectDeliveries(db, now);
  if (behind !== null) {
    select = select.where('d.deliveryId', isOldestFirst ? '>' : '<', behind);
  }
  if (query.batchId !== undefined) select = select.where('d.batchId', '=', query.batchId);
  if (query.purpose) select = select.where('d.purpose', '=', query.purpose);
  if (query.state) select = select.where(stateOf(now), '=', query.state);
  if (query.search) {
    const pattern = likePattern(cleanLine(query.search));
    select = select.where((where) =>
      where.or([where('d.recipient', 'ilike', pattern), where('d.note', 'ilike', pattern)]),
    );
  }
  const found = await select
    .orderBy('d.deliveryId', isOldestFirst ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute();
  const { rows, next } = cutPage(found, limit, (row) => row.deliveryId);
  return { rows: await describeDeliveries(db, rows, readers), next };
}

/** One copy. Throws delivery_not_found. */
export async function getDelivery(
  db: Db,
  deliveryId: number,
  readers: DeliveryReaders,
  now: Date,
): Promise<Delivery> {
  const rows = await selectDeliveries(db, now).where('d.deliveryId', '=', deliveryId).execute();
  const [delivery] = await describeDeliveries(db, rows, readers);
  if (!delivery) throw deliveryNotFound();
  return delivery;
}

/** Whether it may still be taken by its link, of `code_delivery d`. */
export function stateOf(now: Date) {
  return sql<DeliveryState>`case when d.revoked_at is not null then 'revoked'
    when d.expires_at <= ${now}::timestamptz then 'expired'
    when d.downloads_done >= d.downloads_max then 'usedUp' else 'open' end`;
}

function selectDeliveries(db: Db, now: Date) {
  return db
    .selectFrom('codeDelivery as d')
    .innerJoin('codeBatch as b', 'b.batchId', 'd.batchId')
    .select([
      'd.deliveryId',
      'd.batchId',
      'd.firstSerial',
      'd.lastSerial',
      'd.purpose',
      'd.recipient',
      'd.note',
      'd.format',
      'b.urlForm',
      'd.expiresAt',
      'd.downloadsMax',
      'd.downloadsDone',
      'd.revokedAt',
      'd.revokedBy',
      'd.revokeReason',
      'd.firstFetchedAt',
      'd.createdBy',
      'd.createdAt',
      stateOf(now).as('state'),
      sql<boolean>`d.password_sealed is not null`.as('isProtected'),
      sql<boolean>`d.token_hash is not null`.as('hasLink'),
    ]);
}

type DeliveryRow = Awaited<ReturnType<ReturnType<typeof selectDeliveries>['execute']>>[number];

async function describeDeliveries(
  db: Db,
  rows: DeliveryRow[],
  readers: DeliveryReaders,
): Promise<Delivery[]> {
  const staff = await readers.readStaffNames(
    db,
    rows.flatMap(({ createdBy, revokedBy }) => [createdBy, ...(revokedBy ? [revokedBy] : [])]),
  );
  const marks = await countMarks(db, rows, readers);
  return rows.map(({ createdBy, revokedBy, ...row }) => ({
    ...row,
    purpose: row.purpose as Delivery['purpose'],
    format: row.format as Delivery['format'],
    urlForm: row.urlForm as Delivery['urlForm'],
    expiresAt: row.expiresAt.toISOString(),
    markCount: marks.get(row.deliveryId)?.all ?? 0,
    marksScanned: marks.get(row.deliveryId)?.scanned ?? 0,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    revokedByName: revokedBy === null ? null : (staff.get(revokedBy) ?? ''),
    firstFetchedAt: row.firstFetchedAt?.toISOString() ?? null,
    createdByName: staff.get(createdBy) ?? '',
    createdAt: row.createdAt.toISOString(),
  }));
}

/** A page of copies with very many marks asks the log in parts. */
const marksPerQuestion = 10_000;

async function countMarks(
  db: Db,
  rows: DeliveryRow[],
  { readScanFacts }: DeliveryReaders,
): Promise<Map<number, { all: number; scanned: number }>> {
  const counts = new Map(rows.map(({ deliveryId }) => [deliveryId, { all: 0, scanned: 0 }]));
  if (rows.length === 0) return counts;
  const marks = await db
    .selectFrom('codeMark')
    .select(['deliveryId', 'batchId', 'serial'])
    .where('deliveryId', 'in', [...counts.keys()])
    .execute();
  for (let first = 0; first < marks.length; first += marksPerQuestion) {
    const part = marks
      .slice(first, first + marksPerQuestion)
      .map((mark) => ({ ...mark, codeId: codeIdOf(mark.batchId, mark.serial) }));
    const facts = await readScanFacts(
      db,
      part.map(({ codeId }) => codeId),
    );
    for (const { deliveryId, codeId } of part) {
      const count = counts.get(deliveryId)!;
      count.all += 1;
      if (facts.has(codeId)) count.scanned += 1;
    }
  }
  return counts;
}
