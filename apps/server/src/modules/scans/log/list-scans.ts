import { sql } from 'kysely';
import type { Db } from '../../../platform/database.ts';
import { numberArray } from '../../../platform/number-array.ts';
import type { AwardedCode, AwardedCodesOf, AwardedCodesPage } from '../../points/index.ts';
import {
  claimConditions,
  conditionOf,
  mayHave,
  rowColumns,
  type ScanFilter,
  type ScanPage,
  type ScanRow,
} from './scan-filter.ts';
import { boundOf, comparePositions, type ScanPosition } from './scan-position.ts';

/** The codes of a member or a product that gave points, as the ledger knows them. */
export type ListAwardedCodes = (
  db: Db,
  of: AwardedCodesOf,
  page: AwardedCodesPage,
) => Promise<AwardedCode[]>;

/**
 * A page of all scans by time, newest first unless said otherwise: what the claims and the log have
 * behind the position, merged. Claims of a member or a product are found through the ledger, which has
 * the indexes for it: one more index would cost every claim.
 */
export async function listScans(
  db: Db,
  filter: ScanFilter,
  page: ScanPage,
  listAwardedCodes: ListAwardedCodes,
): Promise<{ rows: ScanRow[]; next: ScanPosition | null }> {
  const more = { ...page, limit: page.limit + 1 };
  const { memberId, productId } = filter;
  const isInLedger = memberId !== undefined || productId !== undefined;
  const claims = isInLedger
    ? await listClaimsOfLedger(db, filter, more, listAwardedCodes)
    : await listSource(db, 'claim', filter, more);
  const lines = await listSource(db, 'log', filter, more);
  const direction = page.sort === 'oldest' ? 1 : -1;
  const found = [...claims, ...lines].sort(
    (one, other) => direction * comparePositions(one, other),
  );
  const rows = found.slice(0, page.limit);
  const last = rows.at(-1);
  return { rows, next: found.length > page.limit && last ? positionOf(last) : null };
}

async function listSource(
  db: Db,
  source: 'claim' | 'log',
  filter: ScanFilter,
  page: ScanPage,
): Promise<ScanRow[]> {
  const condition = conditionOf(source, filter, page);
  if (!condition) return [];
  const order = sql.raw(page.sort === 'oldest' ? 'asc' : 'desc');
  const by =
    source === 'claim'
      ? sql`claimed_at ${order}, code_id ${order}`
      : sql`scanned_at ${order}, scan_id ${order}`;
  const from = source === 'claim' ? sql`from claim` : sql`from scan_log`;
  const { rows } = await sql<Omit<ScanRow, 'source'>>`
    select ${rowColumns[source]} ${from} where ${condition}
    order by ${by} limit ${page.limit}`.execute(db);
  return rows.map((row) => ({ ...row, source }));
}

/** Codes asked of the ledger at once when its claims may still fall through the filter. */
const chunkCodes = 1_000;

async function listClaimsOfLedger(
  db: Db,
  filter: ScanFilter,
  page: ScanPage,
  listAwardedCodes: ListAwardedCodes,
): Promise<ScanRow[]> {
  if (!mayHave('claim', filter)) return [];
  const { memberId, productId, batchId, from, to } = filter;
  const product = productId === undefined ? {} : { productId };
  const of = (memberId === undefined ? product : { memberId, ...product }) as AwardedCodesOf;
  const conditions = claimConditions(filter);
  const limit = conditions.length > 0 ? chunkCodes : page.limit;
  const rows: ScanRow[] = [];
  const bound = page.after && boundOf('claim', page.after);
  let after: AwardedCode | null = bound && { awardedAt: bound.at, codeId: bound.key };
  for (;;) {
    const { sort } = page;
    const codes = await listAwardedCodes(db, of, { batchId, from, to, after, limit, sort });
    rows.push(...(await readClaims(db, codes, conditions)));
    after = codes.at(-1) ?? null;
    if (codes.length < limit || rows.length >= page.limit) return rows;
  }
}

async function readClaims(
  db: Db,
  codes: AwardedCode[],
  conditions: ReturnType<typeof claimConditions>,
): Promise<ScanRow[]> {
  if (codes.length === 0) return [];
  const codeIds = numberArray(codes.map(({ codeId }) => codeId));
  const condition = sql.join([sql`code_id = any(${codeIds}::bigint[])`, ...conditions], sql` and `);
  const { rows } = await sql<Omit<ScanRow, 'source'>>`
    select ${rowColumns.claim} from claim where ${condition}`.execute(db);
  return rows.map((row) => ({ ...row, source: 'claim' }));
}

function positionOf({ microseconds, source, key }: ScanRow): ScanPosition {
  return { microseconds, source, key };
}
