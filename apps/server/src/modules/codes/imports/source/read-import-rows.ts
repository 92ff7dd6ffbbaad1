import type { ImportMapping, ImportSource } from '@mashang/contract';
import { guessEncoding } from './guess-encoding.ts';
import { openImportFile } from './open-import-file.ts';
import type { OpenedFile } from './open-import-file.ts';
import { readHead } from './read-blocks.ts';
import { readTextRows } from './read-text-rows.ts';

import type { ReadRowsOptions, RowChunk } from './types.ts';
import { readWorkbookRows } from './workbook/read-workbook-rows.ts';

/** How much of a file a look at its first lines reads, unpacked. */
export const lookBytes = 256 * 1024;

/**
 * The rows of a file as the clerk mapped it, in its order and in the memory of a few blocks. The
 * same file and mapping give the same rows, from whichever line. A look at the file must have
 * passed before; what turns out broken further on throws ImportFileError after the rows before it.
 */
export async function* readImportRows(
  filePath: string,
  source: ImportSource,
  mapping: ImportMapping,
  { fromLine = 1, signal }: ReadRowsOptions = {},
): AsyncGenerator<RowChunk, void, undefined> {
  const file = await openImportFile(filePath, mapping.part);
  try {
    for await (const chunk of readRows(file, source, mapping, fromLine)) {
      signal?.throwIfAborted();
      yield chunk;
    }
  } finally {
    await file.close();
  }
}

async function* readRows(
  { content }: OpenedFile,
  source: ImportSource,
  mapping: ImportMapping,
  fromLine: number,
): AsyncGenerator<RowChunk, void, undefined> {
  let bytes = 0;
  const bytesDone = () => bytes;
  const onBytes = (done: number) => (bytes = done);
  const { hasHeader, codeColumn } = mapping;
  if (content.kind === 'xlsx') {
    const options = { hasHeader, codeColumn, fromLine, onBytes, bytesDone };
    yield* readWorkbookRows(content.workbook, content.sheet, options);
    return;
  }
  const encoding =
    mapping.encoding ??
    source.encoding ??
    guessEncoding(await readHead(content.readBlocks(), lookBytes));
  const delimiter = mapping.delimiter ?? source.delimiter ?? 'none';
  const format = { encoding, delimiter, hasHeader, codeColumn };
  yield* readTextRows(content.readBlocks(onBytes), format, { fromLine, bytesDone });
}
