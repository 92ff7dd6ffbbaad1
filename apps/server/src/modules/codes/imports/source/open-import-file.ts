import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type { ImportSource } from '@mashang/contract';
import { openZip } from './open-zip.ts';
import type { ZipPart } from './open-zip.ts';
import { readGzipBlocks, readHead, readPlainBlocks } from './read-blocks.ts';
import { recogniseFormat } from './recognise-format.ts';
import { sourceTexts, warningTexts } from './source-texts.ts';
import { ImportFileError } from './types.ts';
import { openWorkbook } from './workbook/open-workbook.ts';
import type { Sheet, Workbook } from './workbook/open-workbook.ts';

type ReadBlocks = (
  onBytes?: (bytesDone: number) => void,
) => AsyncGenerator<Buffer, void, undefined>;

/** An uploaded file with the one text or sheet in it that is to be read. */
export interface OpenedFile {
  packing: ImportSource['packing'];
  /** What can be chosen, and what is; null where there is nothing to choose. */
  parts: string[];
  part: string | null;
  content:
    { kind: 'text'; readBlocks: ReadBlocks } | { kind: 'xlsx'; workbook: Workbook; sheet: Sheet };
  warnings: string[];
  /** Removes what had to be unpacked. */
  close(): Promise<void>;
}

const headBytes = 512;
/** As the contract has it. */
const partCharactersMax = 255;
const packedWorkbookBytesMax = 2 * 2 ** 30;

/** Opens a file of foreign codes by what it holds, whatever its name says. */
export async function openImportFile(filePath: string, part: string | null): Promise<OpenedFile> {
  const format = recogniseFormat(await readHead(readPlainBlocks(filePath), headBytes));
  if (format === 'text') {
    return textFile('none', (onBytes) => readPlainBlocks(filePath, onBytes));
  }
  if (format === 'gzip') {
    return openPacked((onBytes) => readGzipBlocks(filePath, onBytes), 'gzip', { filePath, part });
  }
  const parts = await openZip(filePath);
  const workbook = await openWorkbook(parts);
  if (workbook !== null) return workbookFile('none', workbook, part);
  return openArchive(readableParts(parts), { filePath, part });
}

async function openArchive(
  files: ZipPart[],
  { filePath, part }: { filePath: string; part: string | null },
): Promise<OpenedFile> {
  if (files.length === 1) return openPacked(files[0]!.read, 'zip', { filePath, part });
  const chosen = part === null ? files[0] : files.find((file) => file.name === part);
  if (chosen === undefined) throw new ImportFileError(sourceTexts.noSuchPart(part ?? ''));
  const opened = await openPacked(chosen.read, 'zip', { filePath, part: null });
  // Of a workbook among other files only the first sheet can be read: one choice is enough.
  if (opened.part !== null) opened.warnings.push(warningTexts.firstSheetOnly(opened.part));
  return { ...opened, parts: files.map((file) => file.name), part: chosen.name };
}

/** Not what systems add to archives, nor archives in archives. */
function readableParts(parts: ZipPart[]): ZipPart[] {
  if (parts.some((part) => /^(content\.xml|xl\/workbook\.bin)$/.test(part.name))) {
    throw new ImportFileError(sourceTexts.otherTable);
  }
  const files = parts.filter(({ name }) => {
    const steps = name.split(/[\\/]/);
    return !steps.includes('__MACOSX') && !steps.at(-1)!.startsWith('.');
  });
  const readable = files.filter(({ name }) => !/\.(zip|gz|tgz|tar|7z|rar|xz|bz2|zst)$/i.test(name));
  if (readable.length > 0) return readable.filter(({ name }) => name.length <= partCharactersMax);
  throw new ImportFileError(
    files.length > 0 ? sourceTexts.nestedArchive : sourceTexts.emptyArchive,
  );
}

async function openPacked(
  readBlocks: ReadBlocks,
  packing: 'gzip' | 'zip',
  { filePath, part }: { filePath: string; part: string | null },
): Promise<OpenedFile> {
  const inner = recogniseFormat(await readHead(readBlocks(), headBytes));
  if (inner === 'text') return textFile(packing, readBlocks);
  if (inner === 'gzip') throw new ImportFileError(sourceTexts.nestedArchive);
  // A workbook is read by its directory, at its end: it must lie on the disk by itself.
  const workbookPath = `${filePath}.workbook-${randomUUID()}`;
  const close = () => rm(workbookPath, { force: true });
  try {
    await pipeline(limitBytes(readBlocks()), createWriteStream(workbookPath, { mode: 0o600 }));
    const workbook = await openWorkbook(await openZip(workbookPath));
    if (workbook === null) throw new ImportFileError(sourceTexts.nestedArchive);
    return { ...workbookFile(packing, workbook, part), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function* limitBytes(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let bytes = 0;
  for await (const block of blocks) {
    bytes += block.length;
    if (bytes > packedWorkbookBytesMax) {
      throw new ImportFileError(sourceTexts.workbookTooLarge(packedWorkbookBytesMax));
    }
    yield block;
  }
}

function textFile(packing: OpenedFile['packing'], readBlocks: ReadBlocks): OpenedFile {
  const content = { kind: 'text', readBlocks } as const;
  return { packing, parts: [], part: null, content, warnings: [], close: () => Promise.resolve() };
}

function workbookFile(
  packing: OpenedFile['packing'],
  workbook: Workbook,
  part: string | null,
): OpenedFile {
  const shown = workbook.sheets.filter((sheet) => !sheet.isHidden);
  const sheets = shown.length > 0 ? shown : workbook.sheets;
  const sheet = part === null ? sheets[0] : sheets.find(({ name }) => name === part);
  if (sheet === undefined) throw new ImportFileError(sourceTexts.noSuchPart(part ?? ''));
  const hidden = workbook.sheets.filter((other) => !sheets.includes(other));
  return {
    packing,
    parts: sheets.length > 1 ? sheets.map(({ name }) => name) : [],
    part: sheets.length > 1 ? sheet.name : null,
    content: { kind: 'xlsx', workbook, sheet },
    warnings:
      hidden.length === 0
        ? []
        : [warningTexts.hiddenSheets(hidden.map(({ name }) => name).join('、'))],
    close: () => Promise.resolve(),
  };
}
