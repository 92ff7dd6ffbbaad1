import { Type } from 'typebox';
import type { Static } from 'typebox';
import { nullable, strictObject } from './common.ts';

export const PrintColumn = Type.Enum([
  'url',
  'code',
  'groups', // the code in groups of four, with its check symbol if the batch has one
  'checkSymbol',
  'serial',
  'product',
  'batch',
]);
export type PrintColumn = Static<typeof PrintColumn>;

const millimetres = (minimum: number, maximum: number) => Type.Number({ minimum, maximum });

/** TXT: columns with a tab between them. CSV: RFC 4180. */
export const TableFormat = strictObject({
  kind: Type.Enum(['txt', 'csv']),
  columns: Type.Array(PrintColumn, { minItems: 1, maxItems: 7 }),
  hasHeader: Type.Boolean(),
  encoding: Type.Enum(['utf-8', 'gbk']),
  newline: Type.Enum(['lf', 'crlf']),
  /** Lines a file; several files leave as a ZIP. Null: one file. */
  splitEvery: nullable(Type.Integer({ minimum: 1_000, maximum: 1_000_000_000 })),
});
export type TableFormat = Static<typeof TableFormat>;

/** A ZIP of one image a code, named by serial; at most 65,000. */
export const ImageFormat = strictObject({
  kind: Type.Enum(['svg', 'png']),
  moduleMm: millimetres(0.2, 2),
  hasText: Type.Boolean(),
});
export type ImageFormat = Static<typeof ImageFormat>;

/** Sheets of labels in row order, PDF. */
export const SheetFormat = strictObject({
  kind: Type.Enum(['pdf']),
  pageWidthMm: millimetres(20, 1200),
  pageHeightMm: millimetres(20, 1200),
  columns: Type.Integer({ minimum: 1, maximum: 100 }),
  rows: Type.Integer({ minimum: 1, maximum: 100 }),
  labelWidthMm: millimetres(8, 1200),
  labelHeightMm: millimetres(8, 1200),
  /** Between labels, both ways; the grid stands in the middle of the page. */
  gapMm: millimetres(0, 50),
  moduleMm: millimetres(0.2, 2),
  hasText: Type.Boolean(),
  hasCutMarks: Type.Boolean(),
});
export type SheetFormat = Static<typeof SheetFormat>;

export const PrintFormat = Type.Union([TableFormat, ImageFormat, SheetFormat]);
export type PrintFormat = Static<typeof PrintFormat>;
