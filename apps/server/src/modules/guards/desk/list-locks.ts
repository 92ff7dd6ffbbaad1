import type { GuardLock, LockSubject, QueryOf } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db } from '../../../platform/database.ts';
import { readCursor, writeCursor } from '../../../platform/paging.ts';
import { nameOf } from './desk-tools.ts';
import type { GuardDeskTools } from './desk-tools.ts';
import { isTextPosition } from './list-position.ts';

interface LockRow {
  lockId: string;
  kind: LockSubject;
  subject: string;
  wrongToday: number;
  lockedAt: Date;
  lockedUntil: Date;
}

const limitDefault = 50;
const devicePrefixLength = 8;

/** A page of the locks that run, those that last longest first. */
export async function listLocks(
  db: Db,
  query: QueryOf<'GET /api/hq/guard-locks'>,
  tools: Pick<GuardDeskTools, 'describeMembers'>,
  now: Date,
): Promise<{ rows: GuardLock[]; next: string | null }> {
  const { limit = limitDefault } = query;
  const found = await selectLocks(db, query, limit, now);
  const page = found.slice(0, limit);
  const memberIds = page.flatMap((row) => (row.kind === 'member' ? [Number(row.subject)] : []));
  const members = await tools.describeMembers(db, memberIds);
  const last = page.at(-1);
  const isEnd = !last || found.length <= limit;
  return {
    rows: page.map((row) => describe(row, members)),
    next: isEnd ? null : writeCursor({ at: last.lockedUntil.toISOString(), key: last.lockId }),
  };
}

/** A text that is no code counts as wrong here: either may be why somebody waits. */
async function selectLocks(
  db: Db,
  query: QueryOf<'GET /api/hq/guard-locks'>,
  limit: number,
  now: Date,
): Promise<LockRow[]> {
  const position = readCursor(query.cursor, isTextPosition);
  const conditions = [sql`true`];
  if (query.kind) conditions.push(sql`kind = ${query.kind}`);
  if (position) {
    conditions.push(
      sql`(locked_until, lock_id) < (${position.at}::timestamptz, ${position.key}::text)`,
    );
  }
  const { rows } = await sql<LockRow>`
    select lock_id, kind, subject, wrong_today, locked_until,
      coalesce(locked_at, day::timestamp at time zone 'Asia/Shanghai') as locked_at
    from (
      select 'member:' || member_id as lock_id, 'member' as kind, member_id::text as subject, day,
        wrong_today + odd_today as wrong_today, locked_at, locked_until
      from guard_member where locked_until > ${now}
      union all
      select kind || ':' || subject, kind, subject, day, wrong_today, locked_at, locked_until
      from guard_subject where locked_until > ${now}
    ) as locks
    where ${sql.join(conditions, sql` and `)}
    order by locked_until desc, lock_id desc
    limit ${limit + 1}`.execute(db);
  return rows;
}

function describe(row: LockRow, members: Map<number, { name: string }>): GuardLock {
  const { lockId, kind, subject, wrongToday, lockedAt, lockedUntil } = row;
  const memberId = kind === 'member' ? Number(subject) : null;
  return {
    lockId,
    kind,
    subject: memberId === null ? shown(kind, subject) : nameOf(members, memberId),
    memberId,
    wrongToday,
    lockedAt: lockedAt.toISOString(),
    lockedUntil: lockedUntil.toISOString(),
  };
}

function shown(kind: LockSubject, subject: string): string {
  return kind === 'device' ? subject.slice(0, devicePrefixLength) : subject;
}
