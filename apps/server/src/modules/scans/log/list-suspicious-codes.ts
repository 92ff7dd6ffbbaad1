import type { QueryOf, SuspiciousCode } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db } from '../../../platform/database.ts';
import { readCursor, writeCursor } from '../../../platform/paging.ts';
import { batchOfCodeId, codeIdMax, codeRefOf, serialOfCodeId } from '../../codes/index.ts';
import type { NameReaders } from './describe-scans.ts';

export interface SuspiciousReaders extends Pick<NameReaders, 'readProductNames'> {
  readStaffNames: (db: Db, staffIds: number[]) => Promise<Map<number, string>>;
}

interface Position {
  /** What the list is sorted by: microseconds, people or provinces. */
  value: number;
  codeText: string;
}

interface Row extends Position {
  productId: number | null;
  scans: number;
  people: number;
  provinces: number;
  firstScannedAt: Date;
  lastScannedAt: Date;
  flaggedAt: Date;
  clearedAt: Date | null;
  clearedBy: number | null;
  note: string | null;
}

const sortedBy = {
  newest: sql`(extract(epoch from code.flagged_at) * 1000000)::bigint`,
  people: sql`code.people::bigint`,
  provinces: sql`cardinality(code.provinces)::bigint`,
};

/** A page of the codes listed as suspicious, the one with most of what is asked for first. */
export async function listSuspiciousCodes(
  db: Db,
  query: QueryOf<'GET /api/hq/suspicious-codes'>,
  readers: SuspiciousReaders,
): Promise<{ rows: SuspiciousCode[]; next: string | null }> {
  const { state, productId, sort = 'newest', limit = 50 } = query;
  const after = readCursor(query.cursor, isPosition);
  const value = sortedBy[sort];
  const conditions = [sql`code.flagged_at is not null`];
  if (state === 'open') conditions.push(sql`code.cleared_at is null`);
  if (state === 'cleared') conditions.push(sql`code.cleared_at is not null`);
  if (productId !== undefined) conditions.push(sql`code.product_id = ${productId}`);
  if (after) {
    conditions.push(
      sql`(${value}, code.code_id) < (${after.value}::bigint, ${after.codeText}::bigint)`,
    );
  }
  // The list is as long as the trouble is: sorted, not indexed by each order.
  const { rows } = await sql<Row>`
    select code.code_id::text as code_text, ${value} as value, code.product_id,
      code.scans + (claim.code_id is not null)::int as scans, code.people,
      cardinality(code.provinces) as provinces, code.last_scanned_at,
      least(code.first_scanned_at, claim.claimed_at) as first_scanned_at,
      code.flagged_at, code.cleared_at, code.cleared_by, code.note
    from scanned_code code left join claim on claim.code_id = code.code_id
    where ${sql.join(conditions, sql` and `)}
    order by ${value} desc, code.code_id desc limit ${limit + 1}`.execute(db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const isEnd = rows.length <= limit || !last;
  const next = isEnd ? null : { value: last.value, codeText: last.codeText };
  return { rows: await describe(db, page, readers), next: writeCursor(next) };
}

async function describe(
  db: Db,
  rows: readonly Row[],
  readers: SuspiciousReaders,
): Promise<SuspiciousCode[]> {
  const productIds = rows.map((row) => row.productId).filter((id) => id !== null);
  const staffIds = rows.map((row) => row.clearedBy).filter((id) => id !== null);
  const products = await readers.readProductNames(db, productIds);
  const staff = await readers.readStaffNames(db, staffIds);
  return rows.map((row) => {
    const codeId = BigInt(row.codeText);
    const { productId, scans, people, provinces, clearedBy, note } = row;
    return {
      codeRef: codeRefOf(codeId),
      batchId: batchOfCodeId(codeId),
      serial: serialOfCodeId(codeId),
      productId,
      productName: productId === null ? null : (products.get(productId) ?? null),
      scans,
      people,
      provinces,
      firstScannedAt: row.firstScannedAt.toISOString(),
      lastScannedAt: row.lastScannedAt.toISOString(),
      flaggedAt: row.flaggedAt.toISOString(),
      clearedAt: row.clearedAt?.toISOString() ?? null,
      clearedByName: clearedBy === null ? null : (staff.get(clearedBy) ?? null),
      note,
    };
  });
}

function isPosition(value: unknown): value is Position {
  const position = (value ?? {}) as Partial<Position>;
  return (
    Number.isSafeInteger(position.value) &&
    typeof position.codeText === 'string' &&
    /^\d{1,19}$/.test(position.codeText) &&
    BigInt(position.codeText) <= codeIdMax
  );
}
