import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Clock } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database.ts';
import { busy, Refusal } from '../../../platform/errors.ts';
import type { AddJob } from '../../../platform/jobs.ts';
import { cleanLine } from '../../../platform/clean-text.ts';
import { importFileUnreadable, tooManyImports } from './errors.ts';
import { importBytesMax, importTexts } from './import-texts.ts';
import type { RowSeal } from './import-row-seal.ts';
import { readImportTable } from './read-import-table.ts';
import type { ImportRow } from './read-import-table.ts';

export interface ReceiveTools {
  db: Db;
  clock: Clock;
  addJob: AddJob;
  rowSeal: RowSeal;
}

interface Upload {
  fileName: string;
  body: Readable;
  /** As announced; the stream is counted all the same. */
  announcedBytes: number;
  staffId: number;
}

/** Files being checked or written. */
export const unfinishedMax = 10;
/** A file is held in memory while it is read. */
const readAtOnceMax = 3;
const rowsPerInsert = 1_000;

let beingRead = 0;

/**
 * Reads a file of members, keeps its rows sealed and enqueues the check. Returns the import's id.
 * Throws import_file_unreadable, busy; then nothing is kept.
 */
export async function receiveMemberImport(tools: ReceiveTools, upload: Upload): Promise<number> {
  if (upload.announcedBytes > importBytesMax) throw tooLarge();
  if (beingRead >= readAtOnceMax) throw busy();
  beingRead += 1;
  try {
    const bytes = await readBody(upload.body);
    const rows = await readImportTable(bytes, upload.fileName);
    const sealed = await sealRows(tools.rowSeal, rows);
    return await tools.db.transaction().execute((tx) => keepImport(tx, tools, upload, sealed));
  } finally {
    beingRead -= 1;
  }
}

async function readBody(body: Readable): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    // Destroying the request would cut the connection before the refusal is sent.
    for await (const chunk of body.iterator({ destroyOnReturn: false })) {
      const piece = chunk as Buffer;
      bytes += piece.length;
      if (bytes > importBytesMax) throw tooLarge();
      pieces.push(piece);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw importFileUnreadable(importTexts.uploadBroken);
  }
  return Buffer.concat(pieces);
}

interface SealedRow {
  lineNumber: number;
  sealed: Buffer;
}

async function sealRows(rowSeal: RowSeal, rows: ImportRow[]): Promise<SealedRow[]> {
  const sealed: SealedRow[] = [];
  for (const { lineNumber, cells } of rows) {
    if (sealed.length % 200 === 199) await setImmediate();
    sealed.push({ lineNumber, sealed: rowSeal.seal(cells) });
  }
  return sealed;
}

async function keepImport(
  tx: Tx,
  { clock, addJob }: ReceiveTools,
  { fileName, staffId }: Upload,
  rows: SealedRow[],
): Promise<number> {
  await refuseTooMany(tx);
  const { memberImportId } = await tx
    .insertInto('memberImport')
    .values({
      fileName: cleanLine(fileName),
      state: 'checking',
      rowsRead: rows.length,
      staffId,
      createdAt: clock.now(),
    })
    .returning('memberImportId')
    .executeTakeFirstOrThrow();
  for (let start = 0; start < rows.length; start += rowsPerInsert) {
    const part = rows.slice(start, start + rowsPerInsert);
    // Nobody reads an outcome before the check has written it.
    await sql`insert into member_import_row (member_import_id, line_number, sealed, outcome)
      select ${memberImportId}, line_number, sealed, 'new'
      from unnest(${part.map((row) => row.lineNumber)}::int[],
        ${part.map((row) => row.sealed)}::bytea[]) as row (line_number, sealed)`.execute(tx);
  }
  await addJob(tx, 'checkMemberImport', { memberImportId }, { key: checkJobKey(memberImportId) });
  return memberImportId;
}

async function refuseTooMany(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('member_import:open'))`.execute(tx);
  const { unfinished } = await tx
    .selectFrom('memberImport')
    .select(sql<number>`count(*)::int`.as('unfinished'))
    .where('state', 'in', ['checking', 'waiting', 'running'])
    .executeTakeFirstOrThrow();
  if (unfinished >= unfinishedMax) throw tooManyImports(unfinishedMax);
}

export function checkJobKey(memberImportId: number): string {
  return `checkMemberImport:${memberImportId}`;
}

export function runJobKey(memberImportId: number): string {
  return `runMemberImport:${memberImportId}`;
}

function tooLarge(): Refusal {
  return importFileUnreadable(importTexts.tooLarge, 413);
}
