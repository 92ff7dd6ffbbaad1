import type { Alarm, AlarmKind, QueryOf, ReplyOf } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db } from '../../../platform/database.ts';
import { readCursor, writeCursor } from '../../../platform/paging.ts';
import { readMoment } from '../../../platform/read-moment.ts';
import { alarmTexts } from '../../../texts-alarms.ts';
import type { AlarmDetails } from '../../../texts-alarms.ts';
import type { Language } from '../../../texts.ts';
import { alarmNotFound } from '../errors.ts';
import { nameOf } from './desk-tools.ts';
import type { GuardDeskTools } from './desk-tools.ts';
import { isNumberPosition } from './list-position.ts';

type Query = QueryOf<'GET /api/hq/alarms'>;

interface AlarmRow {
  alarmId: number;
  kind: AlarmKind;
  memberId: number | null;
  /** As text: the key of a code may have more digits than a number of JavaScript holds. */
  codeId: string | null;
  campaignId: number | null;
  details: AlarmDetails;
  times: number;
  firstAt: Date;
  lastAt: Date;
  settledAt: Date | null;
  settledBy: number | null;
  note: string | null;
}

const limitDefault = 50;
const columns = sql.raw(`alarm_id, kind, member_id, code_id::text as code_id, campaign_id, details,
  times, first_at, last_at, settled_at, settled_by, note`);

/** A page of alarms by the last time they happened. */
export async function listAlarms(
  db: Db,
  query: Query,
  tools: GuardDeskTools,
  language: Language,
): Promise<{ rows: Alarm[]; next: string | null }> {
  const { limit = limitDefault } = query;
  const order = sql.raw(query.sort === 'oldest' ? 'asc' : 'desc');
  const { rows: found } = await sql<AlarmRow>`
    select ${columns} from alarm where ${conditionOf(query)}
    order by last_at ${order}, alarm_id ${order} limit ${limit + 1}`.execute(db);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const isEnd = !last || found.length <= limit;
  return {
    rows: await describeAlarms(db, page, tools, language),
    next: isEnd ? null : writeCursor({ at: last.lastAt.toISOString(), key: last.alarmId }),
  };
}

/** Throws alarm_not_found. */
export async function getAlarm(
  db: Db,
  alarmId: number,
  tools: GuardDeskTools,
  language: Language,
): Promise<Alarm> {
  const { rows } = await sql<AlarmRow>`
    select ${columns} from alarm where alarm_id = ${alarmId}`.execute(db);
  const [alarm] = await describeAlarms(db, rows, tools, language);
  if (!alarm) throw alarmNotFound();
  return alarm;
}

/** Open alarms, by kind; kinds without one are absent. */
export async function countOpenAlarms(db: Db): Promise<ReplyOf<'GET /api/hq/alarms/counts'>> {
  const rows = await db
    .selectFrom('alarm')
    .select(['kind', sql<number>`count(*)`.as('open')])
    .where('settledAt', 'is', null)
    .groupBy('kind')
    .orderBy('kind')
    .execute();
  const byKind = rows.map(({ kind, open }) => ({ kind: kind as AlarmKind, open }));
  return { open: byKind.reduce((sum, { open }) => sum + open, 0), byKind };
}

function conditionOf(query: Query) {
  const conditions = [sql`true`];
  if (query.state) {
    conditions.push(query.state === 'open' ? sql`settled_at is null` : sql`settled_at is not null`);
  }
  if (query.kind) conditions.push(sql`kind = ${query.kind}`);
  if (query.memberId) conditions.push(sql`member_id = ${query.memberId}`);
  if (query.from) conditions.push(sql`last_at >= ${readMoment(query.from)}`);
  if (query.to) conditions.push(sql`last_at < ${readMoment(query.to)}`);
  const position = readCursor(query.cursor, isNumberPosition);
  if (position) {
    const beyond = sql.raw(query.sort === 'oldest' ? '>' : '<');
    conditions.push(
      sql`(last_at, alarm_id) ${beyond} (${position.at}::timestamptz, ${position.key}::bigint)`,
    );
  }
  return sql.join(conditions, sql` and `);
}

async function describeAlarms(
  db: Db,
  rows: AlarmRow[],
  tools: GuardDeskTools,
  language: Language,
): Promise<Alarm[]> {
  const members = await tools.describeMembers(
    db,
    rows.flatMap((row) => (row.memberId === null ? [] : [row.memberId])),
  );
  const staff = await tools.readStaffNames(
    db,
    rows.flatMap((row) => (row.settledBy === null ? [] : [row.settledBy])),
  );
  return rows.map((row) => {
    const { alarmId, kind, memberId, campaignId, times, note } = row;
    const name = memberId === null ? '' : nameOf(members, memberId, language);
    return {
      alarmId,
      kind,
      ...alarmTexts[language][kind](row.details, name),
      memberId,
      codeRef: row.codeId === null ? null : tools.codeRefOf(BigInt(row.codeId)),
      campaignId,
      batchId: row.details.batchId ?? null,
      deliveryIds: (row.details.deliveries ?? []).map(({ deliveryId }) => deliveryId),
      state: row.settledAt === null ? 'open' : 'settled',
      times,
      firstAt: row.firstAt.toISOString(),
      lastAt: row.lastAt.toISOString(),
      settledAt: row.settledAt?.toISOString() ?? null,
      settledByName: row.settledBy === null ? null : (staff.get(row.settledBy) ?? ''),
      note,
    };
  });
}
