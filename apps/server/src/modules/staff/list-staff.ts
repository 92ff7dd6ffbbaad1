import type { QueryOf, StaffAccount, StaffRole } from '@mashang/contract';
import { sql } from 'kysely';
import type { Selectable, SqlBool } from 'kysely';
import type { Db } from '../../platform/database.ts';
import { readCursor, writeCursor } from '../../platform/paging.ts';
import type { Staff } from '../../platform/schema.ts';
import { cleanDisplayName } from './display-name.ts';
import { staffNotFound } from './errors.ts';

type ListQuery = QueryOf<'GET /api/hq/staff'>;
type Sort = NonNullable<ListQuery['sort']>;

const limitDefault = 50;

/** A page of accounts. The cursor is the id of the last row: its place is looked up anew. */
export async function listStaff(
  db: Db,
  query: ListQuery,
): Promise<{ rows: StaffAccount[]; next: string | null }> {
  const { limit = limitDefault, sort = 'newest', state } = query;
  let select = db.selectFrom('staff').selectAll();
  if (state) select = select.where(conditions[state]);
  const search = cleanDisplayName(query.search ?? '');
  if (search) {
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
    select = select.where((where) =>
      where.or([where('loginName', 'ilike', pattern), where('displayName', 'ilike', pattern)]),
    );
  }
  const position = readCursor(query.cursor, isPosition);
  if (position) select = select.where(behind(position.staffId, sort));
  const found = await select
    .orderBy(orders[sort])
    .limit(limit + 1)
    .execute();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map(describe),
    next: last && found.length > limit ? writeCursor({ staffId: last.staffId }) : null,
  };
}

/** One account. Throws staff_not_found. */
export async function getStaff(db: Db, staffId: number): Promise<StaffAccount> {
  const row = await db
    .selectFrom('staff')
    .selectAll()
    .where('staffId', '=', staffId)
    .executeTakeFirst();
  if (row === undefined) throw staffNotFound();
  return describe(row);
}

const conditions = {
  invited: sql<SqlBool>`disabled_at is null and password_hash is null`,
  active: sql<SqlBool>`disabled_at is null and password_hash is not null`,
  disabled: sql<SqlBool>`disabled_at is not null`,
};

/** What people call the account, in the order of pinyin. */
const shownName = sql`coalesce(nullif(display_name, ''), login_name) collate "zh-x-icu"`;

/** Every order ends in the key, so that no two rows share a place. */
const orders = {
  newest: sql`staff_id desc`,
  name: sql`${shownName}, staff_id`,
};

function behind(lastId: number, sort: Sort) {
  if (sort === 'newest') return sql<SqlBool>`staff_id < ${lastId}`;
  const last = sql`(select ${shownName} from staff where staff_id = ${lastId})`;
  return sql<SqlBool>`(${shownName}, staff_id) > (${last}, ${lastId})`;
}

function isPosition(value: unknown): value is { staffId: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'staffId' in value &&
    Number.isSafeInteger(value.staffId)
  );
}

function describe(row: Selectable<Staff>): StaffAccount {
  return {
    staffId: row.staffId,
    loginName: row.loginName,
    displayName: row.displayName,
    role: row.role as StaffRole,
    state: stateOf(row),
    createdAt: row.createdAt.toISOString(),
    lastSignedInAt: row.lastSignedInAt?.toISOString() ?? null,
  };
}

function stateOf(row: Selectable<Staff>): StaffAccount['state'] {
  if (row.disabledAt !== null) return 'disabled';
  return row.passwordHash === null ? 'invited' : 'active';
}
