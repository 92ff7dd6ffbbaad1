import type { PrintColumn, TableFormat } from '@mashang/contract';
import { groupsOf } from './groups-of.ts';
import type { CodeSource } from './print-types.ts';
import { urlPrefixOf } from './printed-url.ts';
import { cellText, encodeText } from './table-texts.ts';

/** What differs from line to line; all else of a line is the same on every one. */
export type LineField = 'code' | 'groups' | 'checkSymbol' | 'serial';

/** A line with holes. Lines of serials with as many digits are as long. */
export interface LineTemplate {
  /** One line with its end; any bytes where fields are. */
  line: Uint8Array;
  fields: readonly { field: LineField; offset: number }[];
  serialDigits: number;
}

/** Stands where a field will be; in no product name, as control characters are cleaned away. */
const holeOf = (field: LineField) => `\0${field}\0`;

/** The template of the lines whose serials have `serialDigits` digits. */
export function createLineTemplate(
  source: CodeSource,
  format: TableFormat,
  serialDigits: number,
): LineTemplate {
  const example = source.cipher.encode(source.batchId, source.firstSerial);
  const widths: Record<LineField, number> = {
    code: example.length,
    groups: groupsOf(example, source.hasCheckSymbol).length,
    checkSymbol: 1,
    serial: serialDigits,
  };
  const text = joinCells(
    format.columns.map((column) => cellOf(source, format, column)),
    format,
  );
  const fields: LineTemplate['fields'][number][] = [];
  const parts: Uint8Array[] = [];
  let offset = 0;
  const add = (bytes: Uint8Array) => {
    parts.push(bytes);
    offset += bytes.length;
  };
  for (const [index, piece] of text.split('\0').entries()) {
    if (index % 2 === 0) add(encodeText(piece, format.encoding));
    else {
      const field = piece as LineField;
      fields.push({ field, offset });
      add(new Uint8Array(widths[field]));
    }
  }
  return { line: Buffer.concat(parts), fields, serialDigits };
}

/** Cells on a line with its end. */
export function joinCells(cells: readonly string[], { kind, newline }: TableFormat): string {
  return cells.join(kind === 'csv' ? ',' : '\t') + (newline === 'lf' ? '\n' : '\r\n');
}

function cellOf(source: CodeSource, { kind }: TableFormat, column: PrintColumn): string {
  switch (column) {
    case 'url':
      return quotedAround(urlPrefixOf(source), holeOf('code'), kind);
    case 'product':
      return cellText(source.productName, kind);
    case 'batch':
      return String(source.batchId);
    case 'code':
    case 'groups':
    case 'checkSymbol':
    case 'serial':
      return holeOf(column);
  }
}

/** An address of ours starts with http and holds no line end; it may hold a comma. */
function quotedAround(prefix: string, hole: string, kind: TableFormat['kind']): string {
  return kind === 'csv' && /[",]/.test(prefix)
    ? `"${prefix.replaceAll('"', '""')}${hole}"`
    : prefix + hole;
}
