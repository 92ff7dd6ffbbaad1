import type {
  CodeImport,
  ImportMapping,
  ImportSource,
  ImportState,
  QueryOf,
  RejectionReason,
} from '@mashang/contract';
import type { Selectable } from 'kysely';
import { cleanLine, likePattern } from '../../../platform/clean-text.ts';
import type { Db } from '../../../platform/database.ts';
import type { CodeImport as CodeImportTable } from '../../../platform/schema.ts';
import type { BatchLookups } from '../batch-queries.ts';
import { importNotFound } from '../errors.ts';
import { cutPage, pageRowsDefault, readNumberCursor } from '../page-cursor.ts';
import type { Rejection } from './import-rejection.ts';
import { bucketCount } from './spool.ts';

type NameLookup = Pick<BatchLookups, 'readProductNames' | 'readStaffNames'>;

/** A page of imports, newest first unless asked otherwise. */
export async function listImports(
  db: Db,
  query: QueryOf<'GET /api/hq/code-imports'>,
  lookups: NameLookup,
): Promise<{ rows: CodeImport[]; next: string | null }> {
  const limit = query.limit ?? pageRowsDefault;
  const isOldestFirst = query.sort === 'oldest';
  const last = readNumberCursor(query.cursor);
  let select = db.selectFrom('codeImport').selectAll();
  if (last !== null) select = select.where('importId', isOldestFirst ? '>' : '<', last);
  if (query.state) select = select.where('state', '=', query.state);
  if (query.productId) select = select.where('productId', '=', query.productId);
  const search = cleanLine(query.search ?? '');
  if (search) select = select.where('fileName', 'ilike', likePattern(search));
  const found = await select
    .orderBy('importId', isOldestFirst ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute();
  const page = cutPage(found, limit, (row) => row.importId);
  return { rows: await describe(db, page.rows, lookups), next: page.next };
}

/** How far one import is. Throws import_not_found. */
export async function getImport(
  db: Db,
  importId: number,
  lookups: NameLookup,
): Promise<CodeImport> {
  const row = await db
    .selectFrom('codeImport')
    .selectAll()
    .where('importId', '=', importId)
    .executeTakeFirst();
  if (!row) throw importNotFound();
  const [found] = await describe(db, [row], lookups);
  return found!;
}

/** Lines that were not taken, in file order. Throws import_not_found. */
export async function listRejections(
  db: Db,
  importId: number,
  page: { cursor?: string; limit?: number; reason?: RejectionReason },
): Promise<{ rows: Rejection[]; next: string | null }> {
  const limit = page.limit ?? pageRowsDefault;
  await requireImport(db, importId);
  const behind = readNumberCursor(page.cursor) ?? 0;
  const found = await readRejections(db, { ...page, importId, behind, limit: limit + 1 });
  return cutPage(found, limit, (row) => row.lineNumber);
}

export async function readRejections(
  db: Db,
  {
    importId,
    behind,
    limit,
    reason,
  }: { importId: number; behind: number; limit: number; reason?: RejectionReason },
): Promise<Rejection[]> {
  let select = db
    .selectFrom('codeImportRejection')
    .select(['lineNumber', 'reason'])
    .where('importId', '=', importId)
    .where('lineNumber', '>', behind)
    .orderBy('lineNumber')
    .limit(limit);
  if (reason) select = select.where('reason', '=', reason);
  const rows = await select.execute();
  return rows.map(({ lineNumber, reason }) => ({ lineNumber, reason: reason as RejectionReason }));
}

export async function requireImport(db: Db, importId: number): Promise<void> {
  const row = await db
    .selectFrom('codeImport')
    .select('importId')
    .where('importId', '=', importId)
    .executeTakeFirst();
  if (!row) throw importNotFound();
}

async function describe(
  db: Db,
  rows: Selectable<CodeImportTable>[],
  lookups: NameLookup,
): Promise<CodeImport[]> {
  const products = await lookups.readProductNames(db, [
    ...new Set(rows.flatMap((row) => row.productId ?? [])),
  ]);
  const staff = await lookups.readStaffNames(db, [
    ...new Set(rows.flatMap((row) => row.staffId ?? [])),
  ]);
  return rows.map((row) => ({
    importId: row.importId,
    batchId: row.batchId,
    productId: row.productId,
    productName: row.productId === null ? null : (products.get(row.productId) ?? null),
    fileName: row.fileName,
    state: row.state as ImportState,
    wanted: row.wanted as CodeImport['wanted'],
    source: row.source as ImportSource | null,
    mapping: row.mapping as ImportMapping | null,
    fileBytes: row.fileBytes,
    bytesDone: row.bytesDone,
    fractionDone: fractionDone(row),
    linesRead: row.linesRead,
    accepted: row.accepted,
    duplicateInFile: row.duplicateInFile,
    duplicateInDatabase: row.duplicateInDatabase,
    malformed: row.malformed,
    failure: row.failure,
    staffName: row.staffId === null ? null : (staff.get(row.staffId) ?? null),
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }));
}

/** Of the step it is in. */
function fractionDone(row: Selectable<CodeImportTable>): number {
  if (row.state === 'done' || row.state === 'checked') return 1;
  if (row.state === 'comparing' || row.state === 'storing') return row.bucketsDone / bucketCount;
  if (row.state !== 'reading' || row.fileBytes === 0) return 0;
  return Math.min(1, row.bytesDone / row.fileBytes);
}
