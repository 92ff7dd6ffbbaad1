import type { TableFormat } from '@mashang/contract';
import { createFillLines } from './fill-lines.ts';
import type { FillLines } from './fill-lines.ts';
import { createLineTemplate, joinCells } from './line-template.ts';
import { etagOf, fileNameOf } from './print-names.ts';
import type { CodeSource, PrintFile } from './print-types.ts';
import { columnHeadings, encodeText } from './table-texts.ts';

/** Lines of serials whose numbers have as many digits: they are as long as each other. */
interface Lines {
  strideBytes: number;
  hasWideText: boolean;
  fillLines: FillLines;
}

/** So many of them in a row. */
interface Stretch extends Lines {
  firstSerial: number;
  count: number;
  firstByte: number;
}

type Span = Pick<CodeSource, 'firstSerial' | 'lastSerial'>;

/** Codes made before anybody else has a turn: a quarter of a millisecond. More is no faster. */
const codesPerTurn = 2_048;

/**
 * Codes as lines of text in one file. The place of a line is a multiplication, so that any part of a
 * file of any size is made at once.
 */
export function openTable(source: CodeSource, format: TableFormat): PrintFile {
  return {
    fileName: fileNameOf(source, format.kind),
    mediaType: tableMediaType(format),
    isSeekable: true,
    etag: etagOf(source, format),
    ...createTableLayout(source, format)(source),
  };
}

/** Lays out files of any spans of the source; what their lines share is worked out once. */
export function createTableLayout(
  source: CodeSource,
  format: TableFormat,
): (span: Span) => Pick<PrintFile, 'read'> & { totalBytes: number } {
  const linesByDigits = new Map<number, Lines>();
  function linesOf(digits: number): Lines {
    const known = linesByDigits.get(digits);
    if (known !== undefined) return known;
    const template = createLineTemplate(source, format, digits);
    const lines = {
      strideBytes: template.line.length,
      hasWideText: template.line.some((byte) => byte >= 0x80),
      fillLines: createFillLines(source, template),
    };
    linesByDigits.set(digits, lines);
    return lines;
  }
  const heads = { wide: headOf(format, true), plain: headOf(format, false) };
  return (span) => {
    const { stretches, bytes } = layOut(span, format.columns.includes('serial'), linesOf);
    const head = stretches.some(({ hasWideText }) => hasWideText) ? heads.wide : heads.plain;
    const totalBytes = head.length + bytes;
    async function* read(first = 0, last = totalBytes - 1): AsyncGenerator<Uint8Array> {
      if (first < head.length) yield head.slice(first, last + 1);
      for (const stretch of stretches) {
        yield* stretchBytes(stretch, first - head.length, last - head.length);
      }
    }
    return { totalBytes, read };
  };
}

function tableMediaType({ kind, encoding }: TableFormat): string {
  return `text/${kind === 'csv' ? 'csv' : 'plain'}; charset=${encoding}`;
}

/** @param showsSerials lines are longer where their serials are */
function layOut(
  span: Span,
  showsSerials: boolean,
  linesOf: (digits: number) => Lines,
): { stretches: Stretch[]; bytes: number } {
  const stretches: Stretch[] = [];
  let bytes = 0;
  for (let firstSerial = span.firstSerial; firstSerial <= span.lastSerial;) {
    const digits = showsSerials ? String(firstSerial).length : 1;
    const end = showsSerials ? Math.min(span.lastSerial + 1, 10 ** digits) : span.lastSerial + 1;
    const lines = linesOf(digits);
    const count = end - firstSerial;
    stretches.push({ ...lines, firstSerial, count, firstByte: bytes });
    bytes += count * lines.strideBytes;
    firstSerial = end;
  }
  return { stretches, bytes };
}

/**
 * The heading, and for Excel the mark of UTF-8: without it Excel takes Chinese for something else.
 * A file without Chinese has none, as other programs take the mark for a part of the first code.
 */
function headOf(format: TableFormat, hasWideText: boolean): Uint8Array {
  const { kind, encoding, columns, hasHeader } = format;
  const headings = columns.map((column) => columnHeadings[column]);
  const heading = hasHeader ? joinCells(headings, format) : '';
  const hasMark = kind === 'csv' && encoding === 'utf-8' && (hasHeader || hasWideText);
  return encodeText(hasMark ? `\ufeff${heading}` : heading, encoding);
}

/** Bytes `first` to `last`, counted from the first line of the table: whole lines, the outer cut. */
async function* stretchBytes(
  { firstSerial, count, firstByte, strideBytes, fillLines }: Stretch,
  first: number,
  last: number,
): AsyncGenerator<Uint8Array> {
  const from = Math.max(first - firstByte, 0);
  const end = Math.min(last + 1 - firstByte, count * strideBytes);
  const endLine = Math.ceil(end / strideBytes);
  for (let line = Math.floor(from / strideBytes); line < endLine; line += codesPerTurn) {
    const bytes = fillLines(firstSerial + line, Math.min(codesPerTurn, endLine - line));
    const offset = line * strideBytes;
    yield bytes.subarray(Math.max(from - offset, 0), end - offset);
  }
}
