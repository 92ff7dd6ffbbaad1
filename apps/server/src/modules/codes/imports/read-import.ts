import { statSync } from 'node:fs';
import type { ImportMapping, ImportSource } from '@mashang/contract';
import type { CodeBook } from '../code-book.ts';
import type { FindLookAlikes } from './find-look-alikes.ts';
import type { GiveWay } from './give-way.ts';
import type { ImportFiles } from './import-files.ts';
import { readManifest, writeManifest } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { readImportRows } from './source/index.ts';
import type { RowChunk } from './source/index.ts';
import { openSpool } from './spool.ts';
import type { Spool } from './spool.ts';
import { UploadLostError } from './upload-lost.ts';

export interface ReadImportOptions {
  files: ImportFiles;
  source: ImportSource;
  mapping: ImportMapping;
  fileBytes: number;
  codeBook: Pick<CodeBook, 'hashImportedTexts'>;
  findLookAlikes: FindLookAlikes;
  giveWay: GiveWay;
  linesPerCheckpoint: number;
  /** Told after every chunk; false: the import is not to go on. */
  onProgress: (progress: { linesRead: number; bytesDone: number }) => Promise<boolean>;
}

/**
 * Reads the file from where it was left into the spool. Returns the manifest of the whole, or null
 * when it was told to stop. Every `linesPerCheckpoint` lines what has been read is safe on the disk.
 */
export async function readImport(options: ReadImportOptions): Promise<Manifest | null> {
  const { files, mapping } = options;
  const manifest = readManifest(files, mapping);
  if (manifest.isWhole) return manifest;
  requireUpload(options);
  const spool = openSpool(files.spool, manifest.spoolBytes);
  try {
    return await readRows(options, manifest, spool);
  } finally {
    spool.close();
  }
}

function requireUpload({ files, fileBytes }: ReadImportOptions): void {
  const found = statSync(files.upload, { throwIfNoEntry: false });
  if (found?.size !== fileBytes) {
    throw new UploadLostError(`${found?.size ?? 'none'} of ${fileBytes} bytes are there`);
  }
}

async function readRows(
  options: ReadImportOptions,
  from: Manifest,
  spool: Spool,
): Promise<Manifest | null> {
  const { files, source, mapping, fileBytes, giveWay, linesPerCheckpoint, onProgress } = options;
  let manifest = from;
  let linesRead = from.linesRead;
  const rows = readImportRows(files.upload, source, mapping, { fromLine: linesRead + 1 });
  for await (const chunk of rows) {
    await spoolChunk(options, spool, chunk);
    const { bytesDone } = chunk;
    linesRead = chunk.linesRead;
    if (linesRead - manifest.linesRead >= linesPerCheckpoint) {
      manifest = { ...manifest, linesRead, bytesDone, spoolBytes: spool.sync() };
      writeManifest(files, manifest);
    }
    if (!(await onProgress({ linesRead, bytesDone }))) return null;
    await giveWay();
  }
  manifest = { mapping, linesRead, bytesDone: fileBytes, spoolBytes: spool.sync(), isWhole: true };
  writeManifest(files, manifest);
  return manifest;
}

async function spoolChunk(
  { codeBook, findLookAlikes }: ReadImportOptions,
  spool: Spool,
  { lineNumbers, texts, rejections }: RowChunk,
): Promise<void> {
  const own = await findLookAlikes(texts);
  spool.reject(rejections);
  if (own.size === 0) {
    spool.add(codeBook.hashImportedTexts(texts), lineNumbers);
    return;
  }
  const isForeign = (_: unknown, place: number) => !own.has(place);
  const foreignLines = lineNumbers.filter(isForeign);
  spool.add(codeBook.hashImportedTexts(texts.filter(isForeign)), foreignLines);
  for (const place of own) {
    spool.reject([{ lineNumber: lineNumbers[place]!, reason: 'looksLikeOwnCode' }]);
  }
}
