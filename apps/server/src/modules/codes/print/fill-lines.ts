import { checkSymbolByte } from '@mashang/code-cipher';
import { groupSymbols } from './groups-of.ts';
import type { LineTemplate } from './line-template.ts';
import type { CodeSource, PrintMark } from './print-types.ts';

/** Makes the lines of `count` serials from `firstSerial` on, in one piece. */
export type FillLines = (firstSerial: number, count: number) => Uint8Array;

/** Where codes stand in bytes: the n-th at `offset + n * strideBytes`. */
interface CodePlaces {
  bytes: Uint8Array;
  offset: number;
  strideBytes: number;
}

/** How a template's lines are made. All serials asked for have the template's number of digits. */
export function createFillLines(source: CodeSource, template: LineTemplate): FillLines {
  return fillAtOnce(source, template) ?? fillFieldByField(source, template);
}

/** A line that is text, code, text: the cipher writes it as it is. */
function fillAtOnce(source: CodeSource, { line, fields }: LineTemplate): FillLines | null {
  const [only, ...others] = fields;
  if (only?.field !== 'code' || others.length > 0) return null;
  const { cipher, batchId } = source;
  const codeLength = codeLengthOf(source);
  const prefix = asciiText(line.subarray(0, only.offset));
  const newline = asciiText(line.subarray(only.offset + codeLength));
  if (prefix === null || newline === null) return null;
  return (firstSerial, count) => {
    const bytes = cipher.encodeRange(batchId, firstSerial, count, { prefix, newline });
    const places = { bytes, offset: only.offset, strideBytes: line.length };
    putMarks(source, places, firstSerial, count);
    return bytes;
  };
}

function fillFieldByField(source: CodeSource, template: LineTemplate): FillLines {
  const { cipher, batchId, hasCheckSymbol } = source;
  const { line, fields, serialDigits } = template;
  const codeLength = codeLengthOf(source);
  return (firstSerial, count) => {
    const codes = cipher.encodeRange(batchId, firstSerial, count, { newline: '' });
    putMarks(source, { bytes: codes, offset: 0, strideBytes: codeLength }, firstSerial, count);
    const lines = new Uint8Array(count * line.length);
    repeat(lines, line);
    for (const { field, offset } of fields) {
      const places = { bytes: lines, offset, strideBytes: line.length };
      if (field === 'serial') putSerials(places, firstSerial, count, serialDigits);
      else if (field === 'code') putCodes(places, codes, codeLength);
      else if (field === 'checkSymbol') putCheckSymbols(places, codes, codeLength);
      else putGroups(places, codes, codeLength, hasCheckSymbol);
    }
    return lines;
  };
}

/** Overwrites the codes whose places are taken by marks of this copy. */
function putMarks(source: CodeSource, places: CodePlaces, firstSerial: number, count: number) {
  const { marks, cipher, batchId } = source;
  let index = firstMarkFrom(marks, firstSerial);
  for (; index < marks.length && marks[index]!.standsFor < firstSerial + count; index++) {
    const { serial, standsFor } = marks[index]!;
    const at = places.offset + (standsFor - firstSerial) * places.strideBytes;
    places.bytes.set(Buffer.from(cipher.encode(batchId, serial), 'latin1'), at);
  }
}

/** Index of the first mark that stands at `serial` or behind it. */
function firstMarkFrom(marks: readonly PrintMark[], serial: number): number {
  let [low, high] = [0, marks.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (marks[middle]!.standsFor < serial) low = middle + 1;
    else high = middle;
  }
  return low;
}

function putCodes({ bytes, offset, strideBytes }: CodePlaces, codes: Uint8Array, length: number) {
  for (let from = 0, to = offset; from < codes.length; from += length, to += strideBytes) {
    for (let index = 0; index < length; index++) bytes[to + index] = codes[from + index]!;
  }
}

function putCheckSymbols(
  { bytes, offset, strideBytes }: CodePlaces,
  codes: Uint8Array,
  length: number,
) {
  for (let from = 0, to = offset; from < codes.length; from += length, to += strideBytes) {
    bytes[to] = checkSymbolByte(codes, from, length);
  }
}

function putGroups(
  { bytes, offset, strideBytes }: CodePlaces,
  codes: Uint8Array,
  length: number,
  hasCheckSymbol: boolean,
) {
  for (let from = 0, row = offset; from < codes.length; from += length, row += strideBytes) {
    let to = row;
    for (let index = 0; index < length; index++) {
      if (index > 0 && index % groupSymbols === 0) bytes[to++] = space;
      bytes[to++] = codes[from + index]!;
    }
    if (!hasCheckSymbol) continue;
    if (length % groupSymbols === 0) bytes[to++] = space;
    bytes[to] = checkSymbolByte(codes, from, length);
  }
}

/** Counting up in digits: cheaper than dividing every serial by ten eleven times. */
function putSerials(
  { bytes, offset, strideBytes }: CodePlaces,
  firstSerial: number,
  count: number,
  digits: number,
) {
  const counter = Buffer.from(String(firstSerial).padStart(digits, '0'), 'latin1');
  for (let row = 0, at = offset; row < count; row++, at += strideBytes) {
    for (let index = 0; index < digits; index++) bytes[at + index] = counter[index]!;
    let place = digits - 1;
    while (place >= 0 && counter[place] === nine) counter[place--] = zero;
    if (place >= 0) counter[place]! += 1;
  }
}

const space = 0x20;
const zero = 0x30;
const nine = 0x39;

/** Fills by doubling: a few large copies instead of one small one a line. */
function repeat(bytes: Uint8Array, line: Uint8Array): void {
  bytes.set(line.subarray(0, bytes.length));
  for (let filled = line.length; filled < bytes.length; filled *= 2) {
    bytes.copyWithin(filled, 0, Math.min(filled, bytes.length - filled));
  }
}

function asciiText(bytes: Uint8Array): string | null {
  return bytes.every((byte) => byte < 0x80) ? Buffer.from(bytes).toString('latin1') : null;
}

function codeLengthOf({ cipher, batchId, firstSerial }: CodeSource): number {
  return cipher.encode(batchId, firstSerial).length;
}
