import type { ImportDelimiter } from '@mashang/contract';
import type { HeadRow } from './read-table-head.ts';

/** What the column of the code is called where a file has a line of headings. */
const headings = new Set(
  (
    'code codes 码 二维码 url qrcode qr_code qr 积分码 防伪码 产品码 编码 代码 码值 链接 网址 二维码链接 ' +
    'link serial sn 序列号 数码'
  ).split(' '),
);
/** What other columns are called, to know a line of headings by. */
const otherHeadings = new Set(
  '序号 编号 产品 产品名称 名称 日期 数量 批次 批号 箱号 no id index product name date batch'.split(
    ' ',
  ),
);

const sampleRows = 100;
const likeCodeShareMin = 0.8;
const delimiters = ['\t', ',', ';', '|'] as const;

/** The delimiter that cuts the lines into the same number of columns, more than one. */
export async function guessDelimiter(
  rowsBy: (delimiter: ImportDelimiter) => Promise<HeadRow[]>,
): Promise<ImportDelimiter> {
  for (const delimiter of delimiters) {
    const widths = (await rowsBy(delimiter)).map((row) => row.cells.length);
    const width = widths[Math.floor(widths.length / 2)] ?? 1;
    const same = widths.filter((other) => other === width).length;
    if (width > 1 && same >= widths.length * likeCodeShareMin) return delimiter;
  }
  return 'none';
}

/** How much a column looks like codes, 0 to 1: no spaces, six signs or more, hardly any twice. */
export function likenessOfColumn(rows: HeadRow[], column: number): number {
  const values = rows.slice(0, sampleRows).map((row) => row.cells[column]?.trim() ?? '');
  if (values.length === 0) return 0;
  const alike = values.filter(looksLikeCode);
  return new Set(alike).size / values.length;
}

/** The likeliest column: by its values, and among equals by its heading, then by its length. */
export function guessColumn(rows: HeadRow[], headingRow: HeadRow | null): number {
  let best = { column: 0, score: 0 };
  for (let column = 0; column < widthOf(rows); column++) {
    const likeness = likenessOfColumn(rows, column);
    const isNamed = headings.has(headingRow?.cells[column]?.trim().toLowerCase() ?? '');
    const length = Math.min(rows[0]?.cells[column]?.length ?? 0, 100);
    const score = likeness + (isNamed ? 0.5 : 0) + length / 1000;
    if (likeness > 0 && score > best.score) best = { column, score };
  }
  return best.column;
}

/** Whether the first row names the columns: by known words, or being unlike all that follow it. */
export function guessHeader([first, ...others]: HeadRow[]): boolean {
  if (first === undefined) return false;
  const names = first.cells.map((cell) => cell.trim().toLowerCase());
  if (names.some((name) => headings.has(name) || otherHeadings.has(name))) return true;
  if (others.length === 0) return false;
  const column = guessColumn(others, null);
  const name = names[column] ?? '';
  if (likenessOfColumn(others, column) < likeCodeShareMin || name === '') return false;
  const values = others.slice(0, sampleRows).map((row) => row.cells[column] ?? '');
  const withDigits = values.filter((value) => /\d/.test(value)).length;
  return !looksLikeCode(name) || (!/\d/.test(name) && withDigits === values.length);
}

/** Signs of ASCII without spaces: what printers make codes and links of. */
export function looksLikeCode(text: string): boolean {
  return /^[\x21-\x7e]{6,512}$/.test(text);
}

export function widthOf(rows: HeadRow[]): number {
  return rows.reduce((width, row) => Math.max(width, row.cells.length), 0);
}
