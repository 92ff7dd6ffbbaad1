import type { TableFormat } from '@mashang/contract';
import { createFillLines } from './fill-lines.ts';
import type { FillLines } from './fill-lines.ts';
import { createLineTemplate, joinCells } from './line-template.ts';
import { etagOf, fileNameOf } from './print-names.ts';
import type { CodeSource, PrintFile } from './print-types.ts';
import { columnHeadings, encodeText } from './table-texts.ts';

/** Serials whose numbers have as many digits: their lines are as long as each other. */
interface Stretch {
  firstSerial: number;
  count: number;
  firstByte: number;
  strideBytes: number;
  fillLines: FillLines;
}

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
    ...layOutTable(source, format),
  };
}

/** The lines without a name: also of one file of several. */
export function layOutTable(
  source: CodeSource,
  format: TableFormat,
): { totalBytes: number; read: PrintFile['read'] } {
  const stretches = stretchesOf(source, format);
  const head = headOf(format, stretches.hasWideText);
  const totalBytes = head.length + stretches.bytes;
  async function* read(first = 0, last = totalBytes - 1): AsyncGenerator<Uint8Array> {
    if (first < head.length) yield head.slice(first, last + 1);
    for (const stretch of stretches.list) {
      yield* linesOf(stretch, first - head.length, last - head.length);
    }
  }
  return { totalBytes, read };
}

function tableMediaType({ kind, encoding }: TableFormat): string {
  return `text/${kind === 'csv' ? 'csv' : 'plain'}; charset=${encoding}`;
}

function stretchesOf(source: CodeSource, format: TableFormat) {
  const { lastSerial } = source;
  const list: Stretch[] = [];
  let bytes = 0;
  let hasWideText = false;
  for (let firstSerial = source.firstSerial; firstSerial <= lastSerial;) {
    const digits = String(firstSerial).length;
    const differs = format.columns.includes('serial');
    const end = differs ? Math.min(lastSerial + 1, 10 ** digits) : lastSerial + 1;
    const template = createLineTemplate(source, format, digits);
    const strideBytes = template.line.length;
    const count = end - firstSerial;
    const fillLines = createFillLines(source, template);
    list.push({ firstSerial, count, firstByte: bytes, strideBytes, fillLines });
    bytes += count * strideBytes;
    hasWideText ||= template.line.some((byte) => byte >= 0x80);
    firstSerial = end;
  }
  return { list, bytes, hasWideText };
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
async function* linesOf(
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
