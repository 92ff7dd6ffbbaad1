import type { Poster, QueryOf } from '@mashang/contract';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { cleanLine, likePattern } from '../../../platform/clean-text.ts';
import type { Db } from '../../../platform/database.ts';
import { readCursor, writeCursor } from '../../../platform/paging.ts';
import type { WechatPoster } from '../../../platform/schema.ts';
import { posterNotFound } from './errors.ts';

/** How to call each of head office; the module staff knows. */
export type ReadStaffNames = (db: Db, staffIds: number[]) => Promise<Map<number, string>>;

type ListQuery = QueryOf<'GET /api/hq/wechat/posters'>;
type PosterRow = Selectable<WechatPoster>;

const limitDefault = 50;

/**
 * A page of the posters of one account: those of another one lead elsewhere. The cursor is the id of
 * the last row: its place is looked up anew.
 */
export async function listPosters(
  db: Db,
  query: ListQuery & { appId: string },
  readStaffNames: ReadStaffNames,
): Promise<{ rows: Poster[]; next: string | null }> {
  const limit = query.limit ?? limitDefault;
  const found = await selectPage(db, query, limit);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: await describe(db, page, readStaffNames),
    next: last && found.length > limit ? writeCursor({ posterId: last.posterId }) : null,
  };
}

/** One poster, archived or not. Throws poster_not_found. */
export async function getPoster(
  db: Db,
  posterId: number,
  readStaffNames: ReadStaffNames,
): Promise<Poster> {
  const row = await db
    .selectFrom('wechatPoster')
    .selectAll()
    .where('posterId', '=', posterId)
    .executeTakeFirst();
  const [poster] = row ? await describe(db, [row], readStaffNames) : [];
  if (!poster) throw posterNotFound();
  return poster;
}

/** One row more than asked for tells whether there is a next page. */
function selectPage(
  db: Db,
  query: ListQuery & { appId: string },
  limit: number,
): Promise<PosterRow[]> {
  const { appId, state, sort = 'newest' } = query;
  let select = db.selectFrom('wechatPoster').selectAll().where('appId', '=', appId);
  if (state === 'shown') select = select.where('archivedAt', 'is', null);
  if (state === 'archived') select = select.where('archivedAt', 'is not', null);
  const search = cleanLine(query.search ?? '');
  if (search !== '') {
    const pattern = likePattern(search);
    select = select.where(sql<boolean>`(name ilike ${pattern} or note ilike ${pattern})`);
  }
  const position = readCursor(query.cursor, isPosition);
  if (position) select = select.where(behind(position.posterId, sort));
  return select
    .orderBy(orders[sort])
    .limit(limit + 1)
    .execute();
}

/** Every order ends in the key, so that no two rows share a place. */
const orders = {
  newest: sql`created_at desc, poster_id desc`,
  oldest: sql`created_at, poster_id`,
  follows: sql`follows desc, poster_id desc`,
};

/** What comes after the poster in that order. */
function behind(lastId: number, sort: keyof typeof orders) {
  const last = (column: string) =>
    sql`(select ${sql.ref(column)} from wechat_poster where poster_id = ${lastId})`;
  switch (sort) {
    case 'newest':
      return sql<boolean>`(created_at, poster_id) < (${last('createdAt')}, ${lastId})`;
    case 'oldest':
      return sql<boolean>`(created_at, poster_id) > (${last('createdAt')}, ${lastId})`;
    case 'follows':
      return sql<boolean>`(follows, poster_id) < (${last('follows')}, ${lastId})`;
  }
}

function isPosition(value: unknown): value is { posterId: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'posterId' in value &&
    Number.isSafeInteger(value.posterId)
  );
}

async function describe(
  db: Db,
  rows: PosterRow[],
  readStaffNames: ReadStaffNames,
): Promise<Poster[]> {
  const names = await readStaffNames(
    db,
    rows.map(({ createdBy }) => createdBy),
  );
  return rows.map((row) => ({
    posterId: row.posterId,
    name: row.name,
    note: row.note,
    isPermanent: row.isPermanent,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    url: row.url,
    follows: row.follows,
    scans: row.scans,
    createdAt: row.createdAt.toISOString(),
    createdByName: names.get(row.createdBy) ?? '',
    archivedAt: row.archivedAt?.toISOString() ?? null,
  }));
}
