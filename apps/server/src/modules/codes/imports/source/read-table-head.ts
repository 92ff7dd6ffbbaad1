import type { ImportDelimiter, ImportEncoding } from '@mashang/contract';
import { decodeBlocks } from './decode-blocks.ts';
import { delimiterOf, hasContent } from './read-text-rows.ts';
import { createRecordSplitter, fieldsOf } from './split-records.ts';

/** The first lines of a file with all their columns, blank lines left out. */
export interface TableHead {
  rows: HeadRow[];
  warnings: Set<'merged' | 'noValue'>;
  /** Columns in which Excel has changed codes. */
  dateColumns: Set<number>;
  lostDigitColumns: Set<number>;
}

export interface HeadRow {
  lineNumber: number;
  cells: string[];
  /** Its quotes do not pair. */
  isBroken: boolean;
}

export const headRowsMax = 200;
/** As the contract has it. */
export const columnsMax = 200;

/** The first lines of a text file, read from its first bytes; a last line cut in two is left out. */
export async function readTextHead(
  head: Buffer,
  isWhole: boolean,
  { encoding, delimiter }: { encoding: ImportEncoding; delimiter: ImportDelimiter },
): Promise<TableHead> {
  const mark = delimiterOf(delimiter);
  const rows: HeadRow[] = [];
  const splitter = createRecordSplitter(mark, 0, {
    row(lineNumber, _field, record) {
      if (rows.length >= headRowsMax || !hasContent(record, mark)) return;
      rows.push({ lineNumber, cells: fieldsOf(record, mark, columnsMax), isBroken: false });
    },
    broken(lineNumber) {
      if (rows.length < headRowsMax) rows.push({ lineNumber, cells: [], isBroken: true });
    },
  });
  for await (const text of decodeBlocks(once(head), encoding)) splitter.add(text, false);
  // A single line that long is shown as far as it goes.
  if (isWhole || rows.length === 0) splitter.add('', true);
  return { rows, warnings: new Set(), dateColumns: new Set(), lostDigitColumns: new Set() };
}

async function* once(head: Buffer): AsyncGenerator<Buffer, void, undefined> {
  yield await Promise.resolve(head);
}
