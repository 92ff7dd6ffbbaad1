import { createRowCollector } from '../collect-rows.ts';
import type { RowChunk } from '../types.ts';
import type { Sheet, Workbook } from './open-workbook.ts';
import { readSheet, textOf } from './read-sheet.ts';
import { readSharedTexts } from './shared-texts.ts';

/** The rows of a sheet, a block of its XML at a time; their numbers are those Excel shows. */
export async function* readWorkbookRows(
  workbook: Workbook,
  sheet: Sheet,
  options: {
    hasHeader: boolean;
    codeColumn: number;
    fromLine: number;
    onBytes: (packedBytesDone: number) => void;
    bytesDone: () => number;
  },
): AsyncGenerator<RowChunk, void, undefined> {
  const sharedTexts =
    workbook.sharedTexts === null ? () => null : await readSharedTexts(workbook.sharedTexts.read());
  const collector = createRowCollector(options);
  let rowsRead = 0;
  const steps = readSheet(
    workbook,
    sheet,
    { column: options.codeColumn, onBytes: options.onBytes },
    {
      row(rowNumber, [cell], hasContent) {
        rowsRead = Math.max(rowsRead, rowNumber);
        const text = cell === undefined ? null : textOf(cell, sharedTexts);
        collector.row(rowNumber, text, () => hasContent);
      },
    },
  );
  try {
    while ((await steps.next()).done !== true) yield collector.take(rowsRead, options.bytesDone());
  } finally {
    await steps.return();
  }
}
