import type { BlacklistEntry, BlacklistKind, QueryOf } from '@mashang/contract';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { cleanLine, likePattern } from '../../../platform/clean-text.ts';
import type { Db } from '../../../platform/database.ts';
import { readCursor, writeCursor } from '../../../platform/paging.ts';
import type { Blacklist } from '../../../platform/schema.ts';
import { blacklistEntryNotFound } from '../errors.ts';
import type { GuardDeskTools } from './desk-tools.ts';

type Tools = Pick<GuardDeskTools, 'describeMembers' | 'readStaffNames'>;

const limitDefault = 50;

/** A page of the blacklist, lifted and expired entries too unless the filter says otherwise. */
export async function listBlacklist(
  db: Db,
  query: QueryOf<'GET /api/hq/blacklist'>,
  tools: Tools,
  now: Date,
): Promise<{ rows: BlacklistEntry[]; next: string | null }> {
  const { limit = limitDefault } = query;
  const found = await selectEntries(db, query, limit, now);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const isEnd = !last || found.length <= limit;
  return {
    rows: await describeEntries(db, page, tools),
    next: isEnd ? null : writeCursor({ blacklistEntryId: last.blacklistEntryId }),
  };
}

/** Throws blacklist_entry_not_found. */
export async function getBlacklistEntry(
  db: Db,
  blacklistEntryId: number,
  tools: Tools,
): Promise<BlacklistEntry> {
  const row = await db
    .selectFrom('blacklist')
    .selectAll()
    .where('blacklistEntryId', '=', blacklistEntryId)
    .executeTakeFirst();
  const [entry] = row ? await describeEntries(db, [row], tools) : [];
  if (!entry) throw blacklistEntryNotFound();
  return entry;
}

function selectEntries(
  db: Db,
  query: QueryOf<'GET /api/hq/blacklist'>,
  limit: number,
  now: Date,
): Promise<Selectable<Blacklist>[]> {
  const isOldestFirst = query.sort === 'oldest';
  let select = db.selectFrom('blacklist').selectAll();
  if (query.kind) select = select.where('kind', '=', query.kind);
  if (query.memberId !== undefined) {
    select = select.where('kind', '=', 'member').where('subject', '=', String(query.memberId));
  }
  if (query.inForce) {
    const isInForce = sql<boolean>`lifted_at is null and (expires_at is null or expires_at > ${now})`;
    select = select.where(query.inForce === 'yes' ? isInForce : sql<boolean>`not (${isInForce})`);
  }
  const search = cleanLine(query.search ?? '');
  if (search) {
    const pattern = likePattern(search);
    select = select.where(sql<boolean>`(subject ilike ${pattern} or reason ilike ${pattern})`);
  }
  const position = readCursor(query.cursor, isEntryPosition);
  if (position) {
    select = select.where('blacklistEntryId', isOldestFirst ? '>' : '<', position.blacklistEntryId);
  }
  return select
    .orderBy('blacklistEntryId', isOldestFirst ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute();
}

async function describeEntries(
  db: Db,
  rows: Selectable<Blacklist>[],
  tools: Tools,
): Promise<BlacklistEntry[]> {
  const memberIds = rows.flatMap((row) => (row.kind === 'member' ? [Number(row.subject)] : []));
  const members = await tools.describeMembers(db, memberIds);
  const staff = await tools.readStaffNames(
    db,
    rows.flatMap((row) => [row.staffId, ...(row.liftedBy === null ? [] : [row.liftedBy])]),
  );
  return rows.map((row) => ({
    blacklistEntryId: row.blacklistEntryId,
    kind: row.kind as BlacklistKind,
    subject: row.subject,
    memberName: row.kind === 'member' ? (members.get(Number(row.subject))?.name ?? null) : null,
    reason: row.reason,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    staffName: staff.get(row.staffId) ?? '',
    createdAt: row.createdAt.toISOString(),
    liftedAt: row.liftedAt?.toISOString() ?? null,
    liftedByName: row.liftedBy === null ? null : (staff.get(row.liftedBy) ?? ''),
    liftReason: row.liftReason,
  }));
}

function isEntryPosition(value: unknown): value is { blacklistEntryId: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'blacklistEntryId' in value &&
    Number.isSafeInteger(value.blacklistEntryId)
  );
}
