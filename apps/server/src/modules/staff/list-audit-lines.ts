import { api } from '@mashang/contract';
import type { AuditLine, Operation, QueryOf } from '@mashang/contract';
import { sql } from 'kysely';
import type { SqlBool } from 'kysely';
import type { Db } from '../../platform/database.ts';
import { likePattern } from '../../platform/clean-text.ts';
import { readCursor, writeCursor } from '../../platform/paging.ts';
import { readMoment } from '../../platform/read-moment.ts';
import { readStaffNames } from './read-staff-names.ts';

type ListQuery = QueryOf<'GET /api/hq/audit-log'>;

const limitDefault = 50;

/** A page of what head office did, newest first unless said otherwise; `to` itself is outside. */
export async function listAuditLines(
  db: Db,
  query: ListQuery,
): Promise<{ rows: AuditLine[]; next: string | null }> {
  const limit = query.limit ?? limitDefault;
  const found = await selectLines(db, query, limit + 1);
  const page = found.slice(0, limit);
  const names = await readStaffNames(
    db,
    page.flatMap(({ staffId }) => staffId ?? []),
  );
  const last = page.at(-1);
  return {
    rows: page.map((row) => ({
      ...row,
      input: escapeFormats(row.input),
      staffName: (row.staffId !== null && names.get(row.staffId)) || '',
      summary: summaries.get(row.operation) ?? '',
      createdAt: row.createdAt.toISOString(),
    })),
    next:
      last && found.length > limit
        ? writeCursor({ atMs: last.createdAt.getTime(), auditId: last.auditId })
        : null,
  };
}

/** The line keeps what was asked; what would turn or hide its text is shown as JSON writes it. */
function escapeFormats(json: string): string {
  return json.replace(/\p{Cf}/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** Lines of operations that are gone from the contract stay in the log, without a summary. */
const summaries = new Map(
  Object.entries<Operation>(api).map(([line, { summary }]) => [line, summary]),
);

function selectLines(db: Db, query: ListQuery, limit: number) {
  const input = sql<string>`input::text`.as('input');
  let select = db
    .selectFrom('auditLog')
    .select(['auditId', 'staffId', 'operation', input, 'address', 'requestId', 'createdAt']);
  if (query.staffId !== undefined) select = select.where('staffId', '=', query.staffId);
  const part = (query.operation ?? '').replace(/\p{Cc}/gu, ' ').trim();
  // A whole operation means itself, not those whose address goes on from it.
  if (summaries.has(part)) select = select.where('operation', '=', part);
  else if (part) select = select.where('operation', 'ilike', likePattern(part));
  if (query.from !== undefined) select = select.where('createdAt', '>=', readMoment(query.from));
  if (query.to !== undefined) select = select.where('createdAt', '<', readMoment(query.to));
  const position = readCursor(query.cursor, isPosition);
  if (position) {
    const { atMs, auditId } = position;
    const beyond = sql.raw(query.sort === 'oldest' ? '>' : '<');
    const behind = sql<SqlBool>`(created_at, audit_id) ${beyond} (${new Date(atMs)}, ${auditId}::bigint)`;
    select = select.where(behind);
  }
  const order = query.sort === 'oldest' ? 'asc' : 'desc';
  return select.orderBy('createdAt', order).orderBy('auditId', order).limit(limit).execute();
}

/** Also a moment PostgreSQL knows: a forged one must not become an error of ours. */
function isPosition(value: unknown): value is { atMs: number; auditId: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'atMs' in value &&
    'auditId' in value &&
    Number.isSafeInteger(value.auditId) &&
    typeof value.atMs === 'number' &&
    value.atMs >= 0 &&
    value.atMs < Date.UTC(10_000)
  );
}
