import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/database.ts';
import { Refusal } from '../../platform/errors.ts';
import type { AddJob } from '../../platform/jobs.ts';
import type { CodeBook } from './code-book.ts';
import { serialMax } from './code-id.ts';
import { cleanLine } from '../../platform/clean-text.ts';
import { abandonImport } from './end-import.ts';
import { importFileUnreadable, importStateConflict, tooManyImports } from './errors.ts';
import { importFilePath, makeImportFolder, removeImportFile } from './import-files.ts';
import { importTexts } from './import-texts.ts';

export interface ReceiveImportDependencies {
  db: Db;
  clock: Clock;
  codeBook: CodeBook;
  dataDir: string;
  fileBytesMax: number;
  addJob: AddJob;
  /** Throws product_not_found. */
  requireProduct: (tx: Tx, productId: number) => Promise<void>;
}

/** Imports that may be coming in or waiting for their turn. */
export const unfinishedMax = 10;

export interface Upload {
  productId: number;
  fileName: string;
  note: string;
  body: Readable;
  /** As announced; the stream is counted all the same. */
  announcedBytes: number;
}

/**
 * Takes an upload to the disk as it comes and enqueues its job. Returns the import's id. An upload
 * that breaks off leaves an import that says so, and no file.
 */
export async function receiveImport(
  dependencies: ReceiveImportDependencies,
  upload: Upload,
): Promise<number> {
  const { db, dataDir, fileBytesMax } = dependencies;
  if (upload.announcedBytes > fileBytesMax) throw fileTooLarge(fileBytesMax);
  const importId = await db.transaction().execute((tx) => openImport(tx, dependencies, upload));
  try {
    await makeImportFolder(dataDir);
    const file = importFilePath(dataDir, importId);
    await removeImportFile(dataDir, importId);
    const fileBytes = await writeBody(upload.body, file, fileBytesMax);
    await db.transaction().execute((tx) => enqueue(tx, dependencies, importId, fileBytes));
  } catch (error) {
    await removeImportFile(dataDir, importId);
    const refusal = explain(error);
    const end = { importId, state: 'failed', now: dependencies.clock.now() } as const;
    const failure = refusal?.message ?? importTexts.uploadBroken;
    await db.transaction().execute((tx) => abandonImport(tx, { ...end, failure }));
    throw refusal ?? error;
  }
  return importId;
}

/** A batch whose one range has room for any number of lines until they are counted. */
async function openImport(
  tx: Tx,
  { clock, codeBook, requireProduct }: ReceiveImportDependencies,
  { productId, fileName, note }: Upload,
): Promise<number> {
  await requireProduct(tx, productId);
  await refuseTooMany(tx);
  const now = clock.now();
  const { batchId } = await tx
    .insertInto('codeBatch')
    .values({
      source: 'imported',
      quantity: 0,
      codeLength: null,
      keyVersion: codeBook.newestKeyVersion,
      note: cleanLine(note),
      createdAt: now,
    })
    .returning('batchId')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('codeRange')
    .values({ batchId, firstSerial: 0, lastSerial: serialMax, productId, state: 'importing' })
    .execute();
  const { importId } = await tx
    .insertInto('codeImport')
    .values({
      batchId,
      productId,
      fileName: cleanLine(fileName),
      state: 'receiving',
      startedAt: now,
    })
    .returning('importId')
    .executeTakeFirstOrThrow();
  return importId;
}

/** Files of many gigabytes at once would fill the disk, which may be the database's as well. */
async function refuseTooMany(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('code_import:open'))`.execute(tx);
  const { unfinished } = await tx
    .selectFrom('codeImport')
    .select(sql<number>`count(*)::int`.as('unfinished'))
    .where('state', 'in', ['receiving', 'waiting', 'running'])
    .executeTakeFirstOrThrow();
  if (unfinished >= unfinishedMax) throw tooManyImports(unfinishedMax);
}

/** Writes as fast as the disk takes it, and to the disk before anybody is told it is there. */
async function writeBody(body: Readable, filePath: string, bytesMax: number): Promise<number> {
  const file = await open(filePath, 'wx', 0o600);
  try {
    let bytes = 0;
    // Destroying the request would cut the connection before the refusal is sent.
    for await (const chunk of body.iterator({ destroyOnReturn: false })) {
      const piece = chunk as Buffer;
      bytes += piece.length;
      if (bytes > bytesMax) throw fileTooLarge(bytesMax);
      await file.appendFile(piece);
    }
    await file.sync();
    return bytes;
  } finally {
    await file.close();
  }
}

async function enqueue(
  tx: Tx,
  { addJob }: ReceiveImportDependencies,
  importId: number,
  fileBytes: number,
): Promise<void> {
  const row = await tx
    .updateTable('codeImport')
    .set({ state: 'waiting', fileBytes })
    .where('importId', '=', importId)
    .where('state', '=', 'receiving')
    .returning('importId')
    .executeTakeFirst();
  if (!row) throw importStateConflict('这次导入在上传时已被取消', 'cancelled');
  await addJob(tx, 'importCodes', { importId }, { key: importJobKey(importId) });
}

export function importJobKey(importId: number): string {
  return `importCodes:${importId}`;
}

/** What the uploader is told; undefined for a bug. */
function explain(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return importFileUnreadable(importTexts.diskFull, 507);
  }
  const isConnection = code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE';
  return isConnection ? importFileUnreadable(importTexts.uploadBroken) : undefined;
}

function fileTooLarge(bytesMax: number): Refusal {
  return importFileUnreadable(importTexts.tooLarge(bytesMax), 413);
}
