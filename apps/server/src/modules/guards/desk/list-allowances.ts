import type { Allowance, QueryOf } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db } from '../../../platform/database.ts';
import { readCursor, writeCursor } from '../../../platform/paging.ts';
import { nameOf } from './desk-tools.ts';
import type { GuardDeskTools } from './desk-tools.ts';
import { isNumberPosition } from './list-position.ts';

const limitDefault = 50;

/** A page of the members with a daily limit of their own, expired ones too until they are purged. */
export async function listAllowances(
  db: Db,
  query: QueryOf<'GET /api/hq/allowances'>,
  tools: Pick<GuardDeskTools, 'describeMembers' | 'readStaffNames'>,
): Promise<{ rows: Allowance[]; next: string | null }> {
  const { limit = limitDefault } = query;
  const isOldestFirst = query.sort === 'oldest';
  const position = readCursor(query.cursor, isNumberPosition);
  const order = isOldestFirst ? ('asc' as const) : ('desc' as const);
  let select = db.selectFrom('guardAllowance').selectAll();
  if (query.memberId !== undefined) select = select.where('memberId', '=', query.memberId);
  if (position) {
    const beyond = sql.raw(isOldestFirst ? '>' : '<');
    select = select.where(
      sql<boolean>`(created_at, member_id) ${beyond} (${position.at}::timestamptz, ${position.key}::bigint)`,
    );
  }
  const found = await select
    .orderBy('createdAt', order)
    .orderBy('memberId', order)
    .limit(limit + 1)
    .execute();
  const page = found.slice(0, limit);
  const members = await tools.describeMembers(
    db,
    page.map((row) => row.memberId),
  );
  const staff = await tools.readStaffNames(
    db,
    page.map((row) => row.staffId),
  );
  const last = page.at(-1);
  const isEnd = !last || found.length <= limit;
  return {
    rows: page.map((row) => ({
      memberId: row.memberId,
      memberName: nameOf(members, row.memberId),
      mobileMasked: members.get(row.memberId)?.mobileMasked ?? '',
      dailyClaimsMax: row.dailyClaimsMax,
      reason: row.reason,
      expiresAt: row.expiresAt?.toISOString() ?? null,
      staffName: staff.get(row.staffId) ?? '',
      createdAt: row.createdAt.toISOString(),
    })),
    next: isEnd ? null : writeCursor({ at: last.createdAt.toISOString(), key: last.memberId }),
  };
}
