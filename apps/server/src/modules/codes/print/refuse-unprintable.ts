import type { PrintFormat, TableFormat } from '@mashang/contract';
import { batchNotPrintable } from '../errors.ts';
import { splitFileCount } from './open-split-table.ts';
import type { CodeSource } from './print-types.ts';
import { notInGbk } from './table-texts.ts';

/** Parts are laid out before the first is sent, so that the length is known. */
const splitFilesMax = 10_000;

/**
 * Refuses a format in which these codes cannot be printed, before anybody is told they can. What of
 * images and sheets cannot be made, their opening refuses.
 *
 * @throws Refusal batch_not_printable
 */
export function refuseUnprintable(
  source: Omit<CodeSource, 'cipher' | 'marks'>,
  format: PrintFormat,
): void {
  const isTable = format.kind === 'txt' || format.kind === 'csv';
  const hasUrl = !isTable || format.columns.includes('url');
  if (hasUrl && source.urlForm === 'gs1' && source.gtin === null) {
    throw batchNotPrintable('GS1 网址需要产品的 GTIN，请先给这些码指定有 GTIN 的产品');
  }
  if (isTable) refuseTable(source, format);
}

function refuseTable(source: Omit<CodeSource, 'cipher' | 'marks'>, format: TableFormat): void {
  const { columns, encoding, splitEvery } = format;
  if (columns.includes('checkSymbol') && !source.hasCheckSymbol) {
    throw batchNotPrintable('这个批次没有校验位，请去掉“校验位”这一列');
  }
  const foreign = encoding === 'gbk' && columns.includes('product') && notInGbk(source.productName);
  if (foreign && foreign.length > 0) {
    throw batchNotPrintable(`GBK 写不出产品名里的“${foreign.join('')}”，请改用 UTF-8`);
  }
  if (splitEvery !== null && splitFileCount(source, splitEvery) > splitFilesMax) {
    throw batchNotPrintable(`最多分成 ${splitFilesMax} 个文件，请加大每个文件的行数`);
  }
}
