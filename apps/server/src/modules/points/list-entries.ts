import { sql, type RawBuilder } from 'kysely';
import type { EntryKind } from '@mashang/contract';
import type { Db } from '../../platform/database.ts';
import type { AwardExplanation } from './explanation.ts';

export interface LedgerEntry {
  memberId: number;
  sequence: number;
  kind: EntryKind;
  points: number;
  balanceAfter: number;
  productId: number | null;
  batchId: number | null;
  explanation: AwardExplanation;
  createdAt: Date;
}

export interface EntryFilter {
  memberIds?: number[] | undefined;
  kind?: EntryKind | undefined;
  productId?: number | undefined;
  batchId?: number | undefined;
  from?: Date | undefined;
  /** Exclusive. */
  to?: Date | undefined;
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

/** A page of the ledger, newest first, by key. */
export async function listEntries(
  db: Db,
  filter: EntryFilter,
  page: { after: EntryPosition | null; limit: number },
): Promise<EntryPage> {
  const conditions = conditionsOf(filter);
  if (page.after) {
    conditions.push(sql`(created_at, member_id, sequence) <
      (${page.after.createdAt}::timestamptz, ${page.after.memberId}::bigint, ${page.after.sequence}::bigint)`);
  }
  const { rows } = await sql<LedgerEntry & { exactCreatedAt: string }>`
    select member_id, sequence, kind, points, balance_after, product_id, batch_id, explanation,
      created_at, created_at::text as exact_created_at
    from points_entry
    where ${conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`}
    order by created_at desc, member_id desc, sequence desc
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

function conditionsOf(filter: EntryFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (filter.memberIds) conditions.push(sql`member_id = any(${filter.memberIds}::bigint[])`);
  if (filter.kind) conditions.push(sql`kind = ${filter.kind}`);
  if (filter.productId) conditions.push(sql`product_id = ${filter.productId}`);
  if (filter.batchId) conditions.push(sql`batch_id = ${filter.batchId}`);
  if (filter.from) conditions.push(sql`created_at >= ${filter.from}`);
  if (filter.to) conditions.push(sql`created_at < ${filter.to}`);
  return conditions;
}
