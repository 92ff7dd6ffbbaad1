import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { writeCsvStream } from 'hucre/csv';
import { writeXlsxStream } from 'hucre/xlsx';
import { attachmentHeader } from './attachment-header.ts';

export type TableFormat = 'csv' | 'xlsx';
export type TableCell = string | number | null;

export interface Table {
  format: TableFormat;
  /** Without extension, e.g. 会员-2026-11-22. */
  name: string;
  /** Letters, digits and dashes, for what knows no Chinese file names. */
  plainName: string;
  columns: string[];
  /** Pulled as fast as the other side reads, so any length is fine. */
  rows: AsyncIterable<TableCell[]> | Iterable<TableCell[]>;
}

/** Rows of one Excel sheet, header included. Beyond it Excel refuses the file. */
export const xlsxRowsMax = 1_048_576;

const contentTypes: Record<TableFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/**
 * Sends rows as CSV (RFC 4180, with the mark that makes Excel read UTF-8) or XLSX. A text that a
 * spreadsheet would run as a formula is sent as text. Memory does not grow with the rows.
 */
export function sendTable(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  table: Table,
): void {
  const { format, name, plainName } = table;
  reply.headers({
    'content-type': contentTypes[format],
    'content-disposition': attachmentHeader(`${name}.${format}`, `${plainName}.${format}`),
    'cache-control': 'private, no-store',
  });
  if (request.method === 'HEAD') return void reply.send('');
  const stream = format === 'csv' ? csvStream(table) : xlsxStream(table);
  void reply.send(Readable.fromWeb(stream));
}

function csvStream({ columns, rows }: Table) {
  return writeCsvStream(safeRows(rows), {
    headers: columns,
    bom: true,
    lineSeparator: '\r\n',
  });
}

function xlsxStream({ columns, rows }: Table) {
  return writeXlsxStream(limitRows(rows), {
    name: 'Sheet1',
    columns: columns.map((header) => ({ header })),
    freezePane: { rows: 1 },
  });
}

async function* limitRows(rows: Table['rows']): AsyncGenerator<TableCell[]> {
  let written = 1;
  for await (const row of rows) {
    written += 1;
    if (written >= xlsxRowsMax) {
      yield ['……后面的行 Excel 装不下，请导出 CSV / cut here: too many rows for Excel, use CSV'];
      return;
    }
    yield row.map((cell) => (typeof cell === 'string' ? withoutControls(cell) : cell));
  }
}

async function* safeRows(rows: Table['rows']): AsyncGenerator<TableCell[]> {
  for await (const row of rows) {
    yield row.map((cell) =>
      typeof cell === 'string' ? defuseFormula(withoutControls(cell)) : cell,
    );
  }
}

/**
 * CSV knows no types: Excel runs any cell that starts like a formula, also behind spaces and in
 * full-width form (OWASP, CSV injection). An apostrophe in front makes it text.
 */
export function defuseFormula(text: string): string {
  return /^[\s'"]*[=+\-@＝＋－＠|%\t\r]/u.test(text) ? `'${text}` : text;
}

/** XML 1.0 holds no control characters; a spreadsheet would refuse the whole file. */
function withoutControls(text: string): string {
  return text.toWellFormed().replace(/[^\P{Cc}\t\n]|[\ufffe\uffff]/gu, ' ');
}
