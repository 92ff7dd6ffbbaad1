import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { ImportMapping, ImportSource } from '@mashang/contract';
import { sql } from 'kysely';
import type { Clock } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database.ts';
import { Refusal } from '../../../platform/errors.ts';
import { cleanLine } from '../../../platform/clean-text.ts';
import type { CodeBook } from '../code-book.ts';
import { serialMax } from '../code-id.ts';
import { importFileUnreadable, importStateConflict, tooManyImports } from '../errors.ts';
import { abandonImport, unfinishedStates } from './end-import.ts';
import { makeImportFolder, removeImportFiles } from './import-files.ts';
import { importTexts, isDiskFull } from './import-texts.ts';
import { ImportFileError, inspectImportFile } from './source/index.ts';

export interface ReceiveImportDependencies {
  db: Db;
  clock: Clock;
  codeBook: CodeBook;
  dataDir: string;
  fileBytesMax: number;
  /** Throws product_not_found. */
  requireProduct: (tx: Tx, productId: number) => Promise<void>;
}

/** Imports that may be coming in or waiting for their turn. */
export const unfinishedMax = 10;

export interface Upload {
  /** Null: blank codes. */
  productId: number | null;
  fileName: string;
  note: string;
  staffId: number | null;
  body: Readable;
  /** As announced; the stream is counted all the same. */
  announcedBytes: number;
}

/**
 * Takes an upload to the disk as it comes and looks at its first lines. Returns the import's id. An
 * upload that breaks off, or cannot be read, leaves an import that says so, and no file.
 */
export async function receiveImport(
  dependencies: ReceiveImportDependencies,
  upload: Upload,
): Promise<number> {
  const { db, clock, dataDir, fileBytesMax } = dependencies;
  if (upload.announcedBytes > fileBytesMax) throw fileTooLarge(fileBytesMax);
  const importId = await db.transaction().execute((tx) => openImport(tx, dependencies, upload));
  try {
    const files = await makeImportFolder(dataDir, importId);
    const fileBytes = await writeBody(upload.body, files.upload, fileBytesMax);
    const found = await inspectImportFile(files.upload);
    await db.transaction().execute((tx) => keepReceived(tx, importId, { fileBytes, ...found }));
  } catch (error) {
    await removeImportFiles(dataDir, importId);
    const refusal = explain(error);
    const end = { importId, state: 'failed', now: clock.now() } as const;
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
  { productId, fileName, note, staffId }: Upload,
): Promise<number> {
  if (productId !== null) await requireProduct(tx, productId);
  await refuseTooMany(tx);
  const now = clock.now();
  const { batchId } = await tx
    .insertInto('codeBatch')
    .values({
      source: 'imported',
      quantity: 0,
      serials: serialMax + 1,
      codeLength: null,
      keyVersion: codeBook.newestKeyVersion,
      note: cleanLine(note),
      createdBy: staffId,
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
      staffId,
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
    .where('state', 'in', unfinishedStates)
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

async function keepReceived(
  tx: Tx,
  importId: number,
  found: { fileBytes: number; source: ImportSource; mapping: ImportMapping },
): Promise<void> {
  const row = await tx
    .updateTable('codeImport')
    .set({
      state: 'received',
      fileBytes: found.fileBytes,
      source: JSON.stringify(found.source),
      mapping: JSON.stringify(found.mapping),
    })
    .where('importId', '=', importId)
    .where('state', '=', 'receiving')
    .returning('importId')
    .executeTakeFirst();
  if (!row) throw importStateConflict('这次导入在上传时已被取消', 'cancelled');
}

/** What the uploader is told; undefined for a bug. */
function explain(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof ImportFileError) return importFileUnreadable(error.message);
  if (isDiskFull(error)) return importFileUnreadable(importTexts.diskFull, 507);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const isConnection = code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE';
  return isConnection ? importFileUnreadable(importTexts.uploadBroken) : undefined;
}

function fileTooLarge(bytesMax: number): Refusal {
  return importFileUnreadable(importTexts.tooLarge(bytesMax), 413);
}
