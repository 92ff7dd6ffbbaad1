import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import type { HashedLine, PreparedChunk, Rejection } from './prepare-import-chunk.ts';
import { resolveCodes } from './resolve-codes.ts';

export interface ImportProgress {
  bytesDone: number;
  linesRead: number;
}

export interface ImportStep {
  importId: number;
  batchId: number;
  /** Where the reader was before the chunk, and is behind it. */
  from: ImportProgress;
  to: ImportProgress;
}

/** `overtaken`: another run of the same job is further; this one has nothing left to do. */
export type ChunkOutcome = 'imported' | 'cancelled' | 'overtaken';

/**
 * Stores a chunk of codes, its rejections, the counters and the new position in one transaction: a
 * server killed at any moment goes on behind the last chunk that was committed, and none twice.
 */
export async function importChunk(
  tx: Tx,
  step: ImportStep,
  chunk: PreparedChunk,
): Promise<ChunkOutcome> {
  const obstacle = await lockImport(tx, step);
  if (obstacle) return obstacle;
  const rejections = [...chunk.rejections];
  const foreign = await rejectOwnCodes(tx, chunk.codes, rejections);
  const accepted = await insertCodes(tx, step.batchId, foreign);
  const refused = foreign.filter(({ lineNumber }) => !accepted.has(lineNumber));
  await rejectDuplicates(tx, step.batchId, refused, rejections);
  await insertRejections(tx, step.importId, rejections);
  await saveProgress(tx, step, accepted.size, rejections);
  return 'imported';
}

async function lockImport(tx: Tx, step: ImportStep): Promise<ChunkOutcome | null> {
  const row = await tx
    .selectFrom('codeImport')
    .select(['state', 'bytesDone', 'cancelRequested'])
    .where('importId', '=', step.importId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (row.state !== 'running' || row.bytesDone !== step.from.bytesDone) return 'overtaken';
  return row.cancelRequested ? 'cancelled' : null;
}

async function rejectOwnCodes(
  tx: Tx,
  codes: HashedLine[],
  rejections: Rejection[],
): Promise<HashedLine[]> {
  const suspects = codes.filter(({ own }) => own.length > 0);
  const resolved = await resolveCodes(
    tx,
    suspects.map(({ own }) => ({ own, importedHashes: [], reasonIfUnknown: 'notFound' })),
  );
  const ownLines = new Set<number>();
  for (const [index, { lineNumber }] of suspects.entries()) {
    if (resolved[index]) ownLines.add(lineNumber);
  }
  for (const lineNumber of ownLines) rejections.push({ lineNumber, reason: 'looksLikeOwnCode' });
  return ownLines.size === 0 ? codes : codes.filter((code) => !ownLines.has(code.lineNumber));
}

/** Returns the lines that were new. The serial is the line number from 0. */
async function insertCodes(tx: Tx, batchId: number, codes: HashedLine[]): Promise<Set<number>> {
  const hashes = codes.map(({ hash }) => hash);
  const serials = codes.map(({ lineNumber }) => lineNumber - 1);
  const { rows } = await sql<{ serial: number }>`
    insert into imported_code (code_hash, batch_id, serial)
    select code_hash, ${batchId}::int, serial
    from unnest(${hashes}::uuid[], ${serials}::bigint[]) as c (code_hash, serial)
    on conflict do nothing
    returning serial`.execute(tx);
  return new Set(rows.map(({ serial }) => serial + 1));
}

/** Whose row was there first: an earlier chunk of this file, or another import. */
async function rejectDuplicates(
  tx: Tx,
  batchId: number,
  refused: HashedLine[],
  rejections: Rejection[],
): Promise<void> {
  if (refused.length === 0) return;
  const { rows } = await sql<{ codeHash: string }>`
    select code_hash from imported_code
    where code_hash = any(${refused.map(({ hash }) => hash)}::uuid[])
      and batch_id = ${batchId}`.execute(tx);
  const inThisFile = new Set(rows.map(({ codeHash }) => codeHash));
  for (const { lineNumber, hash } of refused) {
    const reason = inThisFile.has(hash) ? 'duplicateInFile' : 'duplicateInDatabase';
    rejections.push({ lineNumber, reason });
  }
}

async function insertRejections(tx: Tx, importId: number, rejections: Rejection[]): Promise<void> {
  if (rejections.length === 0) return;
  rejections.sort((a, b) => a.lineNumber - b.lineNumber);
  await sql`
    insert into code_import_rejection (import_id, line_number, reason)
    select ${importId}::bigint, line_number, reason
    from unnest(
      ${rejections.map(({ lineNumber }) => lineNumber)}::bigint[],
      ${rejections.map(({ reason }) => reason)}::text[]
    ) as r (line_number, reason)`.execute(tx);
}

async function saveProgress(
  tx: Tx,
  { importId, to }: ImportStep,
  accepted: number,
  rejections: Rejection[],
): Promise<void> {
  const counts = { duplicateInFile: 0, duplicateInDatabase: 0, malformed: 0 };
  for (const { reason } of rejections) {
    if (reason === 'duplicateInFile' || reason === 'duplicateInDatabase') counts[reason]++;
    else counts.malformed++;
  }
  await tx
    .updateTable('codeImport')
    .set((row) => ({
      bytesDone: to.bytesDone,
      linesRead: to.linesRead,
      accepted: row('accepted', '+', accepted),
      duplicateInFile: row('duplicateInFile', '+', counts.duplicateInFile),
      duplicateInDatabase: row('duplicateInDatabase', '+', counts.duplicateInDatabase),
      malformed: row('malformed', '+', counts.malformed),
    }))
    .where('importId', '=', importId)
    .execute();
}
