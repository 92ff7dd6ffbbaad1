import type { PrintColumn, TableFormat } from '@mashang/contract';
import iconv from 'iconv-lite';
import { defuseFormula } from '../../../platform/send-table.ts';

export type TextEncoding = TableFormat['encoding'];

/** Headings: the file goes to printers in China, whatever language head office works in. */
export const columnHeadings: Readonly<Record<PrintColumn, string>> = {
  url: '网址',
  code: '码',
  groups: '分组码',
  checkSymbol: '校验位',
  serial: '序号',
  product: '产品',
  batch: '批次',
};

export function encodeText(text: string, encoding: TextEncoding): Uint8Array {
  return encoding === 'utf-8' ? new TextEncoder().encode(text) : iconv.encode(text, 'gbk');
}

/** Characters of a text that GBK has no bytes for: emoji, rare names. */
export function notInGbk(text: string): string[] {
  const decoder = new TextDecoder('gbk');
  return [...new Set(text.toWellFormed())].filter(
    (character) => decoder.decode(iconv.encode(character, 'gbk')) !== character,
  );
}

/** A cell that stays on its line and that no spreadsheet takes for a formula. */
export function cellText(text: string, kind: TableFormat['kind']): string {
  const safe = defuseFormula(text.toWellFormed().replace(/\p{Cc}/gu, ' '));
  return kind === 'csv' ? quoted(safe) : safe;
}

/** RFC 4180 §2.6 and 2.7. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
