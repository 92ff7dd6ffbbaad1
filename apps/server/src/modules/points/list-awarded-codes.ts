import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../platform/database.ts';
import { allOf } from './entry-filter.ts';

export interface AwardedCode {
  codeId: bigint;
  /** ISO 8601 to the microsecond. */
  awardedAt: string;
}

/** Of a member, of a product, or both: the ledger finds these by key. */
export type AwardedCodesOf = { memberId: number; productId?: number } | { productId: number };

export interface AwardedCodesPage {
  batchId?: number | undefined;
  from?: Date | undefined;
  /** Exclusive. */
  to?: Date | undefined;
  /** Where the page before ended, this one excluded. */
  after: AwardedCode | null;
  limit: number;
  sort?: 'newest' | 'oldest' | undefined;
}

/** Codes that gave points, by time and code: what the claims themselves have no index for. */
export async function listAwardedCodes(
  db: Db,
  of: AwardedCodesOf,
  page: AwardedCodesPage,
): Promise<AwardedCode[]> {
  const order = sql.raw(page.sort === 'oldest' ? 'asc' : 'desc');
  const columns = sql`select source_id, created_at from points_entry where ${conditionsOf(of, page)}`;
  // A member's entries are few: sorted, never searched for along the time of everybody's entries.
  const source = 'memberId' in of ? sql`with own as materialized (${columns})` : sql``;
  const from = 'memberId' in of ? sql`own` : sql`(${columns}) as own`;
  const { rows } = await sql<{ codeText: string; awardedAt: string }>`
    ${source}
    select source_id::text as code_text,
      to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as awarded_at
    from ${from}
    order by created_at ${order}, source_id ${order}
    limit ${page.limit}`.execute(db);
  return rows.map(({ codeText, awardedAt }) => ({ codeId: BigInt(codeText), awardedAt }));
}

function conditionsOf(of: AwardedCodesOf, page: AwardedCodesPage): RawBuilder<unknown> {
  const { batchId, from, to, after, sort } = page;
  const conditions = [sql`source_kind = 'claim'`];
  if ('memberId' in of) conditions.push(sql`member_id = ${of.memberId}`);
  if (of.productId !== undefined) conditions.push(sql`product_id = ${of.productId}`);
  if (batchId !== undefined) conditions.push(sql`batch_id = ${batchId}`);
  if (from) conditions.push(sql`created_at >= ${from}`);
  if (to) conditions.push(sql`created_at < ${to}`);
  if (after) {
    const beyond = sql.raw(sort === 'oldest' ? '>' : '<');
    conditions.push(sql`(created_at, source_id) ${beyond}
      (${after.awardedAt}::timestamptz, ${after.codeId}::bigint)`);
  }
  return allOf(conditions);
}
