import type { TableFormat } from '@mashang/contract';
import { createTableLayout } from './open-table.ts';
import { openZip } from './open-zip.ts';
import { etagOf, fileNameOf } from './print-names.ts';
import type { CodeSource, PrintFile } from './print-types.ts';

/** A ZIP of tables, each a file of its own with `linesPerFile` codes, the last with the rest. */
export function openSplitTable(
  source: CodeSource,
  format: TableFormat,
  linesPerFile: number,
): PrintFile {
  const layOut = createTableLayout(source, format);
  const entryCount = splitFileCount(source, linesPerFile);
  return openZip({
    fileName: fileNameOf(source, 'zip'),
    etag: etagOf(source, format),
    entryCount,
    entryAt(index) {
      const firstSerial = source.firstSerial + index * linesPerFile;
      const lastSerial = Math.min(firstSerial + linesPerFile - 1, source.lastSerial);
      const number = String(index + 1).padStart(String(entryCount).length, '0');
      const name = `${number}-序号${firstSerial}-${lastSerial}.${format.kind}`;
      return { name, ...layOut({ firstSerial, lastSerial }) };
    },
  });
}

export function splitFileCount(
  { firstSerial, lastSerial }: Pick<CodeSource, 'firstSerial' | 'lastSerial'>,
  linesPerFile: number,
): number {
  return Math.ceil((lastSerial - firstSerial + 1) / linesPerFile);
}
