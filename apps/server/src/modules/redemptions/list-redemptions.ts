import type { OwnRedemption, QueryOf, ReplyOf } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';
import { readCursor, writeCursor } from '../../platform/paging.ts';
import { describeOwnRedemption } from './describe-redemptions.ts';
import type { RedemptionRow } from './record-step.ts';
import { conditionOf, type RedemptionFilter } from './redemption-filter.ts';

export interface RedemptionPage {
  rows: RedemptionRow[];
  next: string | null;
}

const limitDefault = 50;
const ownLimitDefault = 20;

/** A page of all redemptions under a filter. */
export async function listRedemptions(
  db: Db,
  masterKey: Buffer,
  query: QueryOf<'GET /api/hq/redemptions'>,
): Promise<RedemptionPage> {
  const { limit = limitDefault, cursor, ...filter } = query;
  const isOldestFirst = filter.sort === 'oldest';
  const position = readCursor(cursor, isPosition);
  let select = db
    .selectFrom('redemption')
    .selectAll()
    .where(await conditionOf(db, masterKey, filter));
  if (position) {
    select = select.where('redemptionId', isOldestFirst ? '>' : '<', position.redemptionId);
  }
  const found = await select
    .orderBy('redemptionId', isOldestFirst ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute();
  return cutPage(found, limit);
}

/** How many redemptions are in each state under the other filters: the state itself does not count. */
export async function countByState(
  db: Db,
  masterKey: Buffer,
  filter: RedemptionFilter,
): Promise<ReplyOf<'GET /api/hq/redemptions/counts'>> {
  const others = { ...filter };
  delete others.state;
  const rows = await db
    .selectFrom('redemption')
    .select(['state', sql<number>`count(*)`.as('count')])
    .where(await conditionOf(db, masterKey, others))
    .groupBy('state')
    .execute();
  const counts = { applied: 0, approved: 0, shipped: 0, received: 0, rejected: 0, cancelled: 0 };
  return { ...counts, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
}

/** A page of a member's own redemptions, newest first. */
export async function listOwnRedemptions(
  db: Db,
  memberId: number,
  query: QueryOf<'GET /api/me/redemptions'>,
): Promise<{ rows: OwnRedemption[]; next: string | null }> {
  const { limit = ownLimitDefault, state } = query;
  const position = readCursor(query.cursor, isPosition);
  let select = db.selectFrom('redemption').selectAll().where('memberId', '=', memberId);
  if (state) select = select.where('state', '=', state);
  if (position) select = select.where('redemptionId', '<', position.redemptionId);
  const found = await select
    .orderBy('redemptionId', 'desc')
    .limit(limit + 1)
    .execute();
  const { rows, next } = cutPage(found, limit);
  return { rows: rows.map(describeOwnRedemption), next };
}

function cutPage(found: RedemptionRow[], limit: number): RedemptionPage {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const isEnd = last === undefined || found.length <= limit;
  return { rows, next: isEnd ? null : writeCursor({ redemptionId: last.redemptionId }) };
}

function isPosition(value: unknown): value is { redemptionId: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'redemptionId' in value &&
    Number.isSafeInteger(value.redemptionId)
  );
}
