import { stat } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import type { CodeBook } from './code-book.ts';
import { abandonImport, finishImport } from './end-import.ts';
import { importChunk } from './import-chunk.ts';
import type { ChunkOutcome, ImportProgress } from './import-chunk.ts';
import { importFilePath, removeImportFile } from './import-files.ts';
import { importTexts } from './import-texts.ts';
import { inspectImportFile } from './inspect-import-file.ts';
import { prepareImportChunk } from './prepare-import-chunk.ts';
import { readLineChunks } from './read-line-chunks.ts';
import { takeBackCodes, takeBackCodesByScan } from './take-back-codes.ts';

export interface ImportCodesDependencies {
  db: Db;
  clock: Clock;
  codeBook: CodeBook;
  dataDir: string;
  /** 10,000 by default: more hold the thread too long at once. Tests make it small. */
  linesPerChunk?: number;
}

interface RunningImport extends ImportProgress {
  importId: number;
  batchId: number;
  fileBytes: number;
  filePath: string;
}

const linesPerChunkDefault = 10_000;

/**
 * The job behind an upload: reads the file from where it was left, chunk by chunk, and ends the
 * import. May be run again after a crash, or twice at once: the database decides whose chunk counts.
 */
export async function importCodes(
  dependencies: ImportCodesDependencies,
  importId: number,
): Promise<void> {
  const running = await startImport(dependencies, importId);
  if (running !== null) {
    const outcome = await importFile(dependencies, running);
    // Whoever is further also deletes the file.
    if (outcome === 'overtaken') return;
    if (outcome === 'cancelled') await takeBack(dependencies, running, 'cancelled', null);
  }
  await removeImportFile(dependencies.dataDir, importId);
}

/** Null when the import has ended. */
async function startImport(
  { db, dataDir }: ImportCodesDependencies,
  importId: number,
): Promise<RunningImport | null> {
  const row = await db
    .updateTable('codeImport')
    .set({ state: 'running' })
    .where('importId', '=', importId)
    .where('state', 'in', ['waiting', 'running'])
    .returning(['batchId', 'fileBytes', 'bytesDone', 'linesRead'])
    .executeTakeFirst();
  return row ? { ...row, importId, filePath: importFilePath(dataDir, importId) } : null;
}

async function importFile(
  dependencies: ImportCodesDependencies,
  running: RunningImport,
): Promise<'finished' | 'cancelled' | 'overtaken'> {
  const failure = await findFailure(running);
  if (failure !== null) {
    await takeBack(dependencies, running, 'failed', failure);
    return 'finished';
  }
  const outcome = await importChunks(dependencies, running);
  if (outcome !== 'imported') return outcome;
  const { db, clock } = dependencies;
  const ended = await db
    .transaction()
    .execute((tx) => finishImport(tx, { importId: running.importId, now: clock.now() }));
  // A table that grew by millions is planned wrongly until its statistics are new.
  if (ended === 'finished') await sql`analyze imported_code`.execute(db);
  return ended;
}

/** Why the file cannot be read at all, in words; null when it can. */
async function findFailure({ filePath, fileBytes }: RunningImport): Promise<string | null> {
  try {
    if ((await stat(filePath)).size !== fileBytes) return importTexts.fileChanged;
    return await inspectImportFile(filePath);
  } catch (error) {
    if (isMissingFile(error)) return importTexts.fileMissing;
    throw error;
  }
}

async function importChunks(
  { db, codeBook, linesPerChunk = linesPerChunkDefault }: ImportCodesDependencies,
  { importId, batchId, filePath, bytesDone, linesRead }: RunningImport,
): Promise<ChunkOutcome> {
  let from: ImportProgress = { bytesDone, linesRead };
  const options = { fromByte: bytesDone, linesBefore: linesRead, linesPerChunk };
  for await (const chunk of readLineChunks(filePath, options)) {
    const to = { bytesDone: chunk.endByte, linesRead: from.linesRead + chunk.lines.length };
    const prepared = await prepareImportChunk(codeBook, chunk.lines);
    const step = { importId, batchId, from, to };
    const outcome = await db.transaction().execute((tx) => importChunk(tx, step, prepared));
    if (outcome !== 'imported') return outcome;
    from = to;
  }
  return 'imported';
}

/** First the codes, then the state: a crash in between only means that it is done again. */
async function takeBack(
  { db, clock, codeBook }: ImportCodesDependencies,
  { importId, batchId, filePath }: RunningImport,
  state: 'cancelled' | 'failed',
  failure: string | null,
): Promise<void> {
  const { bytesDone } = await db
    .selectFrom('codeImport')
    .select('bytesDone')
    .where('importId', '=', importId)
    .executeTakeFirstOrThrow();
  // A file that is the reason of the failure cannot tell what it once held.
  if (bytesDone > 0 && state === 'failed') await takeBackCodesByScan(db, batchId);
  else if (bytesDone > 0) {
    await takeBackCodes(db, codeBook, { filePath, batchId, bytesDone }).catch(
      async (error: unknown) => {
        if (!isMissingFile(error)) throw error;
        await takeBackCodesByScan(db, batchId);
      },
    );
  }
  await db
    .transaction()
    .execute((tx) => abandonImport(tx, { importId, state, failure, now: clock.now() }));
}

function isMissingFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
