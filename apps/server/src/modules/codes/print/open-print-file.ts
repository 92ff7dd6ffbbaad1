import type { PrintFormat } from '@mashang/contract';
import { openImageZip } from './images/open-image-zip.ts';
import { openSheets } from './images/open-sheets.ts';
import { openSplitTable, splitFileCount } from './open-split-table.ts';
import { openTable } from './open-table.ts';
import type { CodeSource, PrintFile } from './print-types.ts';

/**
 * The print file of the codes in a format. Nothing is made before it is read.
 *
 * @throws Refusal batch_not_printable, for images and sheets that cannot be made
 */
export function openPrintFile(source: CodeSource, format: PrintFormat): PrintFile {
  switch (format.kind) {
    case 'txt':
    case 'csv':
      return format.splitEvery === null || splitFileCount(source, format.splitEvery) === 1
        ? openTable(source, format)
        : openSplitTable(source, format, format.splitEvery);
    case 'svg':
    case 'png':
      return openImageZip(source, format);
    case 'pdf':
      return openSheets(source, format);
  }
}
