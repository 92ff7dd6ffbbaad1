import { columnsMax, headRowsMax } from '../read-table-head.ts';
import type { TableHead } from '../read-table-head.ts';
import type { Sheet, Workbook } from './open-workbook.ts';
import { readSheet, textOf } from './read-sheet.ts';
import type { Cell } from './read-sheet.ts';
import { readSharedTexts } from './shared-texts.ts';

/** Merged cells are listed behind all rows: small sheets are read to their end for it. */
const wholeSheetBytesMax = 8 * 2 ** 20;
/** A look ends here even without a row: a sheet may be gigabytes of empty ones. */
const lookBytesMax = 64 * 2 ** 20;

/** The first rows of a sheet with all their columns. */
export async function readWorkbookHead(workbook: Workbook, sheet: Sheet): Promise<TableHead> {
  const rows: { lineNumber: number; cells: Cell[] }[] = [];
  const warnings: TableHead['warnings'] = new Set();
  const isReadWhole = sheet.part.unpackedBytes <= wholeSheetBytesMax;
  const steps = readSheet(
    workbook,
    { ...sheet, part: { ...sheet.part, read: () => firstBytes(sheet.part.read(), lookBytesMax) } },
    { column: null },
    {
      row(lineNumber, cells, hasContent) {
        if (hasContent && rows.length < headRowsMax) rows.push({ lineNumber, cells });
      },
      merged: () => warnings.add('merged'),
    },
  );
  try {
    while ((await steps.next()).done !== true) {
      if (rows.length >= headRowsMax && !isReadWhole) break;
    }
  } finally {
    await steps.return();
  }
  return withTexts(workbook, rows, warnings);
}

async function* firstBytes(
  blocks: AsyncGenerator<Buffer, void, undefined>,
  bytesMax: number,
): AsyncGenerator<Buffer, void, undefined> {
  let bytes = 0;
  for await (const block of blocks) {
    yield block;
    bytes += block.length;
    if (bytes >= bytesMax) return;
  }
}

async function withTexts(
  workbook: Workbook,
  rows: { lineNumber: number; cells: Cell[] }[],
  warnings: TableHead['warnings'],
): Promise<TableHead> {
  const cells = rows.flatMap((row) => row.cells);
  const lastShared = cells.reduce((last, cell) => Math.max(last, cell.sharedIndex), -1);
  const sharedTexts =
    workbook.sharedTexts === null || lastShared === -1
      ? () => null
      : await readSharedTexts(workbook.sharedTexts.read(), lastShared);
  if (cells.some((cell) => cell.hasNoValue)) warnings.add('noValue');
  return {
    rows: rows.map((row) => ({
      lineNumber: row.lineNumber,
      cells: inColumns(row.cells, (cell) => textOf(cell, sharedTexts)),
      isBroken: false,
    })),
    warnings,
    dateColumns: columnsWith(cells, (cell) => cell.isDate),
    lostDigitColumns: columnsWith(cells, (cell) => cell.hasLostDigits),
  };
}

function columnsWith(cells: Cell[], isSo: (cell: Cell) => boolean): Set<number> {
  return new Set(cells.filter(isSo).map(({ column }) => column));
}

function inColumns(cells: Cell[], text: (cell: Cell) => string): string[] {
  const columns: string[] = [];
  for (const cell of cells) {
    if (cell.column >= columnsMax) continue;
    while (columns.length < cell.column) columns.push('');
    columns[cell.column] = text(cell);
  }
  return columns;
}
