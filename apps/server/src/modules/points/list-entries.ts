import { sql } from 'kysely';
import type { EntryKind, MemberKind } from '@mashang/contract';
import type { Db } from '../../platform/database.ts';
import { allOf, conditionsOf, type EntryFilter } from './entry-filter.ts';
import type { Explanation } from './explanation.ts';

export interface LedgerEntry {
  memberId: number;
  sequence: number;
  kind: EntryKind;
  points: number;
  balanceAfter: number;
  productId: number | null;
  batchId: number | null;
  /** Where the member lived, and what they were, when the entry was made; null for the oldest. */
  regionCode: string | null;
  memberKind: MemberKind | null;
  /** The redemption behind a spend or a refund. */
  redemptionId: number | null;
  explanation: Explanation;
  createdAt: Date;
}

/** Where a page ended: entries are ordered by time, then member, then sequence. */
export interface EntryPosition {
  createdAt: string;
  memberId: number;
  sequence: number;
}

export interface EntryPage {
  entries: LedgerEntry[];
  next: EntryPosition | null;
}

const entryColumns =
  sql.raw(`member_id, sequence, kind, points, balance_after, product_id, batch_id,
  region_code, member_kind, explanation, created_at,
  case when source_kind = 'redemption' then source_id end as redemption_id`);

/** A page of the ledger by key, newest first unless said otherwise. */
export async function listEntries(
  db: Db,
  filter: EntryFilter,
  page: { after: EntryPosition | null; limit: number; sort?: 'newest' | 'oldest' | undefined },
): Promise<EntryPage> {
  const conditions = conditionsOf(filter);
  if (page.after) {
    const beyond = sql.raw(page.sort === 'oldest' ? '>' : '<');
    conditions.push(sql`(created_at, member_id, sequence) ${beyond}
      (${page.after.createdAt}::timestamptz, ${page.after.memberId}::bigint, ${page.after.sequence}::bigint)`);
  }
  const order = sql.raw(page.sort === 'oldest' ? 'asc' : 'desc');
  const { rows } = await sql<LedgerEntry & { exactCreatedAt: string }>`
    select ${entryColumns}, created_at::text as exact_created_at
    from points_entry
    where ${allOf(conditions)}
    order by created_at ${order}, member_id ${order}, sequence ${order}
    limit ${page.limit + 1}`.execute(db);
  const last = rows[page.limit - 1];
  return {
    entries: rows.slice(0, page.limit),
    next:
      rows.length > page.limit && last
        ? { createdAt: last.exactCreatedAt, memberId: last.memberId, sequence: last.sequence }
        : null,
  };
}

/** The newest entries from `since` on (inclusive), newest first; at most `limit`. */
export async function listRecentEntries(
  db: Db,
  since: Date,
  limit: number,
): Promise<LedgerEntry[]> {
  const page = await listEntries(db, { from: since }, { after: null, limit });
  return page.entries;
}

/** The n-th movement of a member's account, if there is one. */
export async function readEntry(
  db: Db,
  memberId: number,
  sequence: number,
): Promise<LedgerEntry | undefined> {
  const { rows } = await sql<LedgerEntry>`
    select ${entryColumns} from points_entry
    where member_id = ${memberId} and sequence = ${sequence}`.execute(db);
  return rows[0];
}

/** Products the member has entries of. */
export async function listProductsOfMember(db: Db, memberId: number): Promise<number[]> {
  const { rows } = await sql<{ productId: number }>`
    select distinct product_id from points_entry
    where member_id = ${memberId} and product_id is not null`.execute(db);
  return rows.map(({ productId }) => productId);
}
