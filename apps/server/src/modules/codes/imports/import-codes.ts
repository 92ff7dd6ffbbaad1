import { sql } from 'kysely';
import type { ImportMapping, ImportSource } from '@mashang/contract';
import type pg from 'pg';
import type { Clock } from '../../../platform/clock.ts';
import { createDatabase } from '../../../platform/database.ts';
import type { Db } from '../../../platform/database.ts';
import type { CodeBook } from '../code-book.ts';
import { beginBuckets } from './begin-buckets.ts';
import { abandonImport, finishImport } from './end-import.ts';
import { createLookAlikeFinder } from './find-look-alikes.ts';
import type { GiveWay } from './give-way.ts';
import { importFiles, removeImportFiles } from './import-files.ts';
import type { ImportFiles } from './import-files.ts';
import { failureOf, importTexts } from './import-texts.ts';
import { readManifest } from './manifest.ts';
import { readImport } from './read-import.ts';
import { readSpool } from './spool.ts';
import type { SpoolReader } from './spool.ts';
import { storeBuckets } from './store-buckets.ts';
import { takeBackCodes, takeBackCodesByScan } from './take-back-codes.ts';
import { takeTurn } from './take-turn.ts';

export interface ImportCodesDependencies {
  databaseUrl: string;
  clock: Clock;
  codeBook: CodeBook;
  dataDir: string;
  giveWay: GiveWay;
  /** How many connections may store at a time, now. */
  lanes: () => number;
  /** The server is about to stop: leave the import at its last checkpoint. */
  signal?: AbortSignal;
  /** Tests make them small. */
  linesPerCheckpoint?: number;
  codesPerTransaction?: number;
}

interface Run extends Required<Omit<ImportCodesDependencies, 'signal'>> {
  signal: AbortSignal | undefined;
  db: Db;
  pool: pg.Pool;
  /** One connection for the lock, COPY and the transactions around it. */
  client: pg.ClientBase;
  importId: number;
  files: ImportFiles;
}

interface ImportRow {
  batchId: number;
  state: string;
  source: ImportSource;
  mapping: ImportMapping;
  fileBytes: number;
  bucketsDone: number;
  cancelRequested: boolean;
}

const progressEveryMs = 400;

/**
 * The job behind an import, from `waiting` to its end, on connections of its own. May be run again
 * after a crash, or twice at once: each step looks at the state and goes on where it was left.
 */
export async function importCodes(
  dependencies: ImportCodesDependencies,
  importId: number,
): Promise<void> {
  const { databaseUrl, dataDir } = dependencies;
  const database = createDatabase(databaseUrl, { max: 3, statementTimeoutMilliseconds: 0 });
  const client = await database.pool.connect();
  try {
    await takeTurn(client, importId);
    await runSteps({
      linesPerCheckpoint: 500_000,
      codesPerTransaction: 50_000,
      ...dependencies,
      signal: dependencies.signal,
      db: database.db,
      pool: database.pool,
      client,
      importId,
      files: importFiles(dataDir, importId),
    });
  } finally {
    // Whatever it was in the middle of ends with the connection.
    client.release(true);
    await database.close();
  }
}

async function runSteps(run: Run): Promise<void> {
  for (;;) {
    if (run.signal?.aborted) return;
    const row = await readRow(run);
    if (row === null) return;
    switch (row.state) {
      case 'waiting':
        await beginReading(run);
        break;
      case 'reading':
        await read(run, row);
        break;
      case 'comparing':
      case 'storing':
        await (row.cancelRequested ? takeBack(run, row, 'cancelled', null) : store(run, row));
        break;
      case 'done':
      case 'cancelled':
      case 'failed':
        return removeImportFiles(run.dataDir, run.importId);
      default:
        return;
    }
  }
}

async function readRow({ db, importId }: Run): Promise<ImportRow | null> {
  const row = await db
    .selectFrom('codeImport')
    .selectAll()
    .where('importId', '=', importId)
    .executeTakeFirst();
  return (row as ImportRow | undefined) ?? null;
}

async function beginReading({ db, importId }: Run): Promise<void> {
  await db
    .updateTable('codeImport')
    .set({ state: 'reading', linesRead: 0, bytesDone: 0 })
    .where('importId', '=', importId)
    .where('state', '=', 'waiting')
    .execute();
}

async function read(run: Run, row: ImportRow): Promise<void> {
  const { db, client, clock, codeBook, files, importId, signal } = run;
  try {
    const manifest = await readImport({
      ...run,
      ...row,
      findLookAlikes: await createLookAlikeFinder(db, clock, codeBook),
      onProgress: createProgress(run),
    });
    if (manifest === null || signal?.aborted) return;
    const spool = readSpool(files.spool, manifest.spoolBytes);
    try {
      await beginBuckets(client, importId, manifest, spool);
    } finally {
      spool.close();
    }
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) throw error;
    await abandon(run, 'failed', failure);
  }
}

/** Tells the database now and then, and asks whether the import is still wanted. */
function createProgress({ db, importId, signal }: Run) {
  let toldMs = performance.now();
  return async (progress: { linesRead: number; bytesDone: number }): Promise<boolean> => {
    if (signal?.aborted) return false;
    if (performance.now() - toldMs < progressEveryMs) return true;
    toldMs = performance.now();
    const row = await db
      .updateTable('codeImport')
      .set(progress)
      .where('importId', '=', importId)
      .where('state', '=', 'reading')
      .returning('importId')
      .executeTakeFirst();
    return row !== undefined;
  };
}

async function store(run: Run, row: ImportRow): Promise<void> {
  const { clock, db, importId } = run;
  const spool = openWholeSpool(run, row);
  if (spool === null) return recoverLostSpool(run, row);
  try {
    const state = row.state === 'comparing' ? 'comparing' : 'storing';
    if ((await storeBuckets(spool, { ...run, ...row, state })) === 'stopped') return;
  } finally {
    spool.close();
  }
  if (row.state === 'comparing') return endCheck(run);
  await db.transaction().execute((tx) => finishImport(tx, { importId, now: clock.now() }));
  // A table that grew by millions is planned wrongly until its statistics are new.
  await sql`analyze imported_code`.execute(db);
}

async function endCheck({ db, importId }: Run): Promise<void> {
  await db
    .updateTable('codeImport')
    .set({ state: 'checked' })
    .where('importId', '=', importId)
    .where('state', '=', 'comparing')
    .execute();
}

function openWholeSpool({ files }: Run, { mapping }: ImportRow): SpoolReader | null {
  const manifest = readManifest(files, mapping);
  return manifest.isWhole ? readSpool(files.spool, manifest.spoolBytes) : null;
}

/** While nothing is stored the file can be read anew. */
async function recoverLostSpool(run: Run, row: ImportRow): Promise<void> {
  if (row.bucketsDone > 0) return takeBack(run, row, 'failed', importTexts.fileMissing);
  await run.db
    .updateTable('codeImport')
    .set({ state: 'reading' })
    .where('importId', '=', run.importId)
    .where('state', '=', row.state)
    .execute();
}

/** First the codes, then the state: a crash in between only means that it is done again. */
async function takeBack(
  run: Run,
  row: ImportRow,
  state: 'cancelled' | 'failed',
  failure: string | null,
): Promise<void> {
  const { client, importId, giveWay, codesPerTransaction } = run;
  const { batchId, bucketsDone } = row;
  const spool = openWholeSpool(run, row);
  try {
    if (spool === null) await takeBackCodesByScan(client, batchId);
    else {
      const options = { codesPerGroup: codesPerTransaction, giveWay };
      await takeBackCodes(client, spool, { importId, batchId, bucketsDone }, options);
    }
  } finally {
    spool?.close();
  }
  await abandon(run, state, failure);
}

async function abandon(
  { db, clock, importId }: Run,
  state: 'cancelled' | 'failed',
  failure: string | null,
): Promise<void> {
  const end = { importId, state, failure, now: clock.now() };
  await db.transaction().execute((tx) => abandonImport(tx, end));
}
