import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import type { ImportMapping, ImportSource } from '@mashang/contract';
import { readImportRows } from './read-import-rows.ts';
import type { RowChunk } from './types.ts';

export const plainSource: ImportSource = {
  kind: 'text',
  packing: 'none',
  encoding: null,
  delimiter: null,
  hasHeader: false,
  parts: [],
};

export function mappingOf(given: Partial<ImportMapping> = {}): ImportMapping {
  const plain = { encoding: 'utf-8', delimiter: ',', hasHeader: false } as const;
  return { ...plain, codeColumn: 0, part: null, ...given };
}

/** A file of its own that goes with the test. */
export async function testFile(content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'import-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const filePath = path.join(folder, 'upload');
  await writeFile(filePath, content);
  return filePath;
}

export async function zipOf(
  files: Record<string, string | Uint8Array>,
  password?: string,
): Promise<Buffer> {
  const options = password === undefined ? {} : { password };
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, ...options });
  for (const [name, content] of Object.entries(files)) {
    const reader =
      typeof content === 'string' ? new TextReader(content) : new Uint8ArrayReader(content);
    await writer.add(name, reader);
  }
  return Buffer.from(await (await writer.close()).arrayBuffer());
}

/** All chunks of a file put together. */
export async function readAll(
  filePath: string,
  mapping: ImportMapping,
  fromLine = 1,
): Promise<Omit<RowChunk, 'bytesDone'> & { bytesDone: number[] }> {
  const all = {
    lineNumbers: [] as number[],
    texts: [] as string[],
    rejections: [] as RowChunk['rejections'],
    linesRead: 0,
    bytesDone: [] as number[],
  };
  for await (const chunk of readImportRows(filePath, plainSource, mapping, { fromLine })) {
    all.lineNumbers.push(...chunk.lineNumbers);
    all.texts.push(...chunk.texts);
    all.rejections.push(...chunk.rejections);
    all.linesRead = chunk.linesRead;
    all.bytesDone.push(chunk.bytesDone);
  }
  return all;
}
