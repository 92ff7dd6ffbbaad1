import { columnsMax } from '../read-table-head.ts';
import type { Sheet, Workbook } from './open-workbook.ts';
import { attributeOf, scanXml } from './scan-xml.ts';
import { decodeEscapes, upTo } from './shared-texts.ts';
import type { SharedTexts } from './shared-texts.ts';

/** As Excel has it. A file may say otherwise: what is more is dropped, so that memory does not grow. */
const cellCharactersMax = 32_767;
/** A thousand times what Excel has. */
const rowNumberMax = 2 ** 30;

export interface SheetVisitor {
  /** The number Excel shows beside it, and the cells asked for that have a value. */
  row(rowNumber: number, cells: Cell[], hasContent: boolean): void;
  merged?(): void;
}

export interface Cell {
  column: number;
  /** Where the text stands in the table of shared ones; −1 when `text` is it. */
  sharedIndex: number;
  text: string;
  isDate: boolean;
  /** Beyond 15 digits Excel keeps zeros, whatever was typed. */
  hasLostDigits: boolean;
  /** A formula that was never worked out. */
  hasNoValue: boolean;
}

/** Walks through the rows of a sheet; pauses after each block. `column` null: cells of all columns. */
export async function* readSheet(
  workbook: Workbook,
  sheet: Sheet,
  options: { column: number | null; onBytes?: (packedBytesDone: number) => void },
  visitor: SheetVisitor,
): AsyncGenerator<void, void, undefined> {
  yield* scanXml(sheet.part.read(options.onBytes), sheetVisitor(workbook, options.column, visitor));
}

export function textOf(cell: Cell, sharedTexts: SharedTexts): string {
  return cell.sharedIndex === -1 ? cell.text : (sharedTexts(cell.sharedIndex) ?? '');
}

function sheetVisitor(workbook: Workbook, wanted: number | null, visitor: SheetVisitor) {
  let rowNumber = 0;
  let column = -1;
  let cells: Cell[] = [];
  let hasContent = false;
  let attributes = '';
  let value = '';
  let isValue = false;
  let isPhonetic = false;
  let hasFormula = false;

  function endCell(): void {
    if (value.trim() !== '') hasContent = true;
    const isWanted = wanted === null ? column < columnsMax : wanted === column;
    // A row written by hand may name one column a million times.
    if (isWanted && cells.length < columnsMax && (value !== '' || hasFormula)) {
      cells.push(cellOf(workbook, { column, attributes, value, hasFormula }));
    }
  }

  return {
    open(name: string, written: string) {
      if (name === 'row') {
        rowNumber = rowNumberAfter(rowNumber, numberOfRow(written));
        column = -1;
        cells = [];
        hasContent = false;
      } else if (name === 'c') {
        column = columnOf(written) ?? column + 1;
        attributes = written;
        value = '';
        hasFormula = false;
      } else if (name === 'v' || name === 't') isValue = !isPhonetic;
      else if (name === 'f') hasFormula = true;
      else if (name === 'rPh') isPhonetic = true;
      else if (name === 'mergeCell') visitor.merged?.();
    },
    text(piece: string) {
      if (isValue) value = upTo(cellCharactersMax, value, piece);
    },
    close(name: string) {
      if (name === 'v' || name === 't') isValue = false;
      else if (name === 'c') endCell();
      else if (name === 'row') visitor.row(rowNumber, cells, hasContent);
      else if (name === 'rPh') isPhonetic = false;
    },
  };
}

function cellOf(
  workbook: Workbook,
  {
    column,
    attributes,
    value,
    hasFormula,
  }: {
    column: number;
    attributes: string;
    value: string;
    hasFormula: boolean;
  },
): Cell {
  const cell = { column, sharedIndex: -1, text: value, isDate: false, hasLostDigits: false };
  const type = attributeOf(attributes, 't') ?? 'n';
  const hasNoValue = hasFormula && value === '';
  if (type === 's') return { ...cell, sharedIndex: Number(value), hasNoValue };
  if (type !== 'n') return { ...cell, text: decodeEscapes(value), hasNoValue };
  const isDate = workbook.dateStyles.has(Number(attributeOf(attributes, 's') ?? -1));
  const text = isDate ? dateText(Number(value), workbook.isFrom1904) : numberText(value);
  return { ...cell, text, isDate, hasLostDigits: /^-?\d{16,}$/.test(text), hasNoValue };
}

/** A number as it was typed, without an exponent. */
function numberText(value: string): string {
  const written = value.trim();
  if (/^-?\d*$/.test(written)) return written;
  const number = Number(written);
  if (Number.isNaN(number)) return written;
  return Number.isInteger(number) ? BigInt(number).toString() : String(number);
}

/** Days since 30 December 1899, or since 1904. */
function dateText(days: number, isFrom1904: boolean): string {
  const moment = new Date(Math.round((days + (isFrom1904 ? 1462 : 0) - 25569) * 86_400_000));
  if (Number.isNaN(moment.getTime())) return String(days);
  const text = moment.toISOString();
  return Number.isInteger(days) ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
}

/** No two rows have the same number and none goes back, whatever is written: a serial hangs on each. */
function rowNumberAfter(last: number, written: number | null): number {
  return written !== null && written > last && written <= rowNumberMax ? written : last + 1;
}

/** `r="12"` of a row. */
function numberOfRow(attributes: string): number | null {
  const match = /(?:^|\s)r="(\d+)"/.exec(attributes);
  return match === null ? null : Number(match[1]);
}

/** The letters of `r="AB12"`, from 0. */
function columnOf(attributes: string): number | null {
  const start = attributes.indexOf(' r="');
  if (start === -1) return null;
  let column = 0;
  for (let at = start + 4; ; at++) {
    const letter = attributes.charCodeAt(at) - 64;
    if (!(letter >= 1 && letter <= 26)) return column - 1;
    column = column * 26 + letter;
  }
}
