import type { PrintColumn, PrintFormat, SheetFormat } from '@mashang/contract';
import { parseWholeNumber } from '../../shared/format.ts';
import { sheetPresets } from './sheet-presets.ts';
import type { SheetPreset } from './sheet-presets.ts';

export const formatKinds = ['txt', 'csv', 'pdf', 'svg', 'png'] as const;

/** A print format as it is typed. */
export interface FormatFields {
  kind: PrintFormat['kind'];
  /** The one column of a TXT. */
  column: PrintColumn;
  columns: PrintColumn[];
  hasHeader: boolean;
  encoding: 'utf-8' | 'gbk';
  newline: 'lf' | 'crlf';
  /** Empty: one file. */
  splitEvery: string;
  moduleMm: string;
  hasText: boolean;
  preset: SheetPreset | 'custom';
  sheet: Record<SheetNumber, string>;
  hasCutMarks: boolean;
}

export const sheetNumbers = [
  'pageWidthMm',
  'pageHeightMm',
  'columns',
  'rows',
  'labelWidthMm',
  'labelHeightMm',
  'gapMm',
] as const;
export type SheetNumber = (typeof sheetNumbers)[number];

export type FormatError = 'columnsError' | 'splitError' | 'moduleError' | SheetNumber;

/** The limits of the contract. */
const sheetLimits: Record<SheetNumber, [minimum: number, maximum: number]> = {
  pageWidthMm: [20, 1200],
  pageHeightMm: [20, 1200],
  columns: [1, 100],
  rows: [1, 100],
  labelWidthMm: [8, 1200],
  labelHeightMm: [8, 1200],
  gapMm: [0, 50],
};
const moduleLimits: [number, number] = [0.2, 2];
const splitLimits: [number, number] = [1_000, 1_000_000_000];

/** Columns that are as long on every line, which a TXT wants. */
export const textColumns = ['url', 'code', 'groups'] as const satisfies PrintColumn[];
export const tableColumns = [
  'url',
  'code',
  'groups',
  'checkSymbol',
  'serial',
  'product',
  'batch',
] as const satisfies PrintColumn[];

export function newFormatFields(): FormatFields {
  return {
    kind: 'txt',
    column: 'url',
    columns: ['serial', 'code', 'url'],
    hasHeader: true,
    encoding: 'utf-8',
    newline: 'crlf',
    splitEvery: '',
    moduleMm: '0.33',
    hasText: true,
    preset: 'a4x60',
    sheet: sheetTexts('a4x60'),
    hasCutMarks: sheetPresets.a4x60.hasCutMarks,
  };
}

/** The numbers of a preset as they stand in the fields. */
export function sheetTexts(preset: SheetPreset): Record<SheetNumber, string> {
  const numbers = sheetPresets[preset];
  const texts = sheetNumbers.map((name) => [name, String(numbers[name])] as const);
  return Object.fromEntries(texts) as Record<SheetNumber, string>;
}

type Read = { format: PrintFormat; error: null } | { format: null; error: FormatError };

/** The format the fields say, or what will not do. */
export function readFormat(fields: FormatFields): Read {
  if (fields.kind === 'txt' || fields.kind === 'csv') return readTable(fields, fields.kind);
  const moduleMm = readLength(fields.moduleMm);
  if (!isWithin(moduleMm, moduleLimits)) return { format: null, error: 'moduleError' };
  const { hasText } = fields;
  if (fields.kind !== 'pdf') {
    return { format: { kind: fields.kind, moduleMm, hasText }, error: null };
  }
  const sheet = readSheet(fields);
  if (typeof sheet === 'string') return { format: null, error: sheet };
  return { format: { ...sheet, moduleMm, hasText }, error: null };
}

function readTable(fields: FormatFields, kind: 'txt' | 'csv'): Read {
  const columns = kind === 'txt' ? [fields.column] : fields.columns;
  if (columns.length === 0) return { format: null, error: 'columnsError' };
  const isSplit = fields.splitEvery.trim() !== '';
  const splitEvery = isSplit ? parseWholeNumber(fields.splitEvery) : null;
  if (isSplit && !isWithin(splitEvery, splitLimits)) return { format: null, error: 'splitError' };
  const { encoding, newline } = fields;
  const hasHeader = kind === 'csv' && fields.hasHeader;
  return { format: { kind, columns, hasHeader, encoding, newline, splitEvery }, error: null };
}

function readSheet(fields: FormatFields): Omit<SheetFormat, 'moduleMm' | 'hasText'> | SheetNumber {
  const numbers: Partial<Record<SheetNumber, number>> = {};
  for (const name of sheetNumbers) {
    const isCount = name === 'columns' || name === 'rows';
    const text = fields.sheet[name];
    const value = isCount ? parseWholeNumber(text) : readLength(text);
    if (!isWithin(value, sheetLimits[name])) return name;
    numbers[name] = value;
  }
  const all = numbers as Record<SheetNumber, number>;
  return { kind: 'pdf', ...all, hasCutMarks: fields.hasCutMarks };
}

function readLength(text: string): number | null {
  const plain = text.normalize('NFKC').trim().replace(',', '.');
  return /^\d{1,4}(\.\d{1,3})?$/.test(plain) ? Number(plain) : null;
}

function isWithin(value: number | null, [minimum, maximum]: [number, number]): value is number {
  return value !== null && value >= minimum && value <= maximum;
}
