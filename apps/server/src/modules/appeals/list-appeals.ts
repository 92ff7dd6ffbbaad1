import type { QueryOf, ReplyOf } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';
import { readCursor, writeCursor } from '../../platform/paging.ts';
import { readMoment } from '../../platform/read-moment.ts';
import { readRow, selectAppeals, type AppealRow } from './appeal-row.ts';

interface AppealPage {
  rows: AppealRow[];
  next: string | null;
}

const limitDefault = 50;
const ownLimitDefault = 20;

/** A page of the queue, oldest first unless said otherwise. */
export async function listAppeals(
  db: Db,
  query: QueryOf<'GET /api/hq/appeals'>,
): Promise<AppealPage> {
  const { limit = limitDefault, sort = 'oldest' } = query;
  const position = readCursor(query.cursor, isMomentPosition);
  let select = filterAppeals(db, query);
  if (position) {
    const compare = sql.raw(sort === 'oldest' ? '>' : '<');
    const last = sql`(${position.at}::timestamptz, ${position.appealId}::bigint)`;
    select = select.where(sql<boolean>`(created_at, appeal_id) ${compare} ${last}`);
  }
  const direction = sort === 'oldest' ? 'asc' : 'desc';
  const found = await select
    .orderBy('createdAt', direction)
    .orderBy('appealId', direction)
    .limit(limit + 1)
    .execute();
  return cutPage(found.map(readRow), limit, ({ createdAt, appealId }) => ({
    at: createdAt.toISOString(),
    appealId,
  }));
}

/** How many wait for a clerk, and how many for a second one. */
export async function countWaiting(db: Db): Promise<ReplyOf<'GET /api/hq/appeals/counts'>> {
  const rows = await db
    .selectFrom('appeal')
    .select(['state', sql<number>`count(*)::int`.as('count')])
    .where('state', 'in', ['open', 'waitingApproval'])
    .groupBy('state')
    .execute();
  const counts = { open: 0, waitingApproval: 0 };
  return { ...counts, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
}

/** A page of a member's own appeals, newest first. */
export async function listOwnAppeals(
  db: Db,
  memberId: number,
  { limit = ownLimitDefault, cursor }: QueryOf<'GET /api/me/appeals'>,
): Promise<AppealPage> {
  const position = readCursor(cursor, isPosition);
  let select = selectAppeals(db).where('memberId', '=', memberId);
  if (position) select = select.where('appealId', '<', position.appealId);
  const found = await select
    .orderBy('appealId', 'desc')
    .limit(limit + 1)
    .execute();
  return cutPage(found.map(readRow), limit, ({ appealId }) => ({ appealId }));
}

function filterAppeals(db: Db, filter: QueryOf<'GET /api/hq/appeals'>) {
  let select = selectAppeals(db);
  if (filter.state) select = select.where('state', '=', filter.state);
  if (filter.kind) select = select.where('kind', '=', filter.kind);
  if (filter.memberId) select = select.where('memberId', '=', filter.memberId);
  if (filter.productId) select = select.where('productId', '=', filter.productId);
  if (filter.from) select = select.where('createdAt', '>=', readMoment(filter.from));
  if (filter.to) select = select.where('createdAt', '<', readMoment(filter.to));
  return select;
}

function cutPage(
  found: AppealRow[],
  limit: number,
  positionOf: (last: AppealRow) => object,
): AppealPage {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const isEnd = last === undefined || found.length <= limit;
  return { rows, next: isEnd ? null : writeCursor(positionOf(last)) };
}

function isPosition(value: unknown): value is { appealId: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'appealId' in value &&
    Number.isSafeInteger(value.appealId)
  );
}

function isMomentPosition(value: unknown): value is { at: string; appealId: number } {
  if (!isPosition(value) || !('at' in value) || typeof value.at !== 'string') return false;
  return /^\d{4}-\d\d-\d\dT/.test(value.at) && !Number.isNaN(Date.parse(value.at));
}
