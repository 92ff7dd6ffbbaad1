import type { ImportDelimiter, ImportEncoding } from '@mashang/contract';
import { createRowCollector } from './collect-rows.ts';
import { decodeBlocks } from './decode-blocks.ts';
import { createRecordSplitter } from './split-records.ts';
import type { RowChunk } from './types.ts';

export interface TextFormat {
  encoding: ImportEncoding;
  delimiter: ImportDelimiter;
  hasHeader: boolean;
  codeColumn: number;
}

/** The rows of a text file, a block of the disk at a time. */
export async function* readTextRows(
  blocks: AsyncIterable<Buffer>,
  format: TextFormat,
  { fromLine, bytesDone }: { fromLine: number; bytesDone: () => number },
): AsyncGenerator<RowChunk, void, undefined> {
  const delimiter = delimiterOf(format.delimiter);
  const collector = createRowCollector({ hasHeader: format.hasHeader, fromLine });
  const splitter = createRecordSplitter(delimiter, format.codeColumn, {
    row: (lineNumber, field, record) =>
      collector.row(lineNumber, field, () => hasContent(record, delimiter)),
    broken: (lineNumber) => collector.broken(lineNumber),
  });
  for await (const text of decodeBlocks(blocks, format.encoding)) {
    splitter.add(text, false);
    // Also without rows, on the way to `fromLine`: the reader wants to know how far it is.
    yield collector.take(splitter.lines(), bytesDone());
  }
  splitter.add('', true);
  yield collector.take(splitter.lines(), bytesDone());
}

export function delimiterOf(delimiter: ImportDelimiter): string | null {
  return delimiter === 'none' ? null : delimiter;
}

/** Whether anything but blanks, delimiters and empty quotes stands in a row. */
export function hasContent(record: string, delimiter: string | null): boolean {
  return /[^\s"]/.test(delimiter === null ? record : record.replaceAll(delimiter, ''));
}
