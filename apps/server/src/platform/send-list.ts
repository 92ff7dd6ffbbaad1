import type { FastifyReply, FastifyRequest } from 'fastify';
import { beijingDay, beijingSecond } from './clock.ts';
import { sendTable } from './send-table.ts';
import type { TableCell, TableFormat } from './send-table.ts';

type Language = 'zh' | 'en';

export interface ListColumn<Row> {
  zh: string;
  en: string;
  cell: (row: Row, language: Language) => TableCell;
}

interface ListFile<Row> {
  format: TableFormat;
  language: Language;
  /** The day in the file's name is the Beijing day of this moment. */
  now: Date;
  name: { zh: string; en: string };
  columns: ListColumn<Row>[];
  /** The list itself: the page behind a cursor. It is asked until it says `next: null`. */
  readPage: (page: { cursor?: string; limit: number }) => Promise<Page<Row>>;
}

const pageRows = 1_000;

interface Page<Row> {
  rows: Row[];
  next: string | null;
}

/**
 * Sends a whole list as a file, read page by page as fast as the other side takes it. Throws what the
 * first page throws: a file that is on its way could only break off.
 */
export async function sendList<Row>(
  exchange: { request: FastifyRequest; reply: FastifyReply },
  file: ListFile<Row>,
): Promise<void> {
  const { format, language, columns, name } = file;
  const first = await file.readPage({ limit: pageRows });
  const day = beijingDay(file.now).replaceAll('-', '');
  sendTable(exchange, {
    format,
    name: `${name[language]}-${day}`,
    plainName: `${name.en}-${day}`,
    columns: columns.map((column) => column[language]),
    rows: rowsOf(file, first),
  });
}

/** A moment of the API as a cell: the wall clock in Beijing, empty for none. */
export function momentCell(moment: string | null): string | null {
  return moment === null ? null : beijingSecond(new Date(moment));
}

async function* rowsOf<Row>(
  { columns, language, readPage }: ListFile<Row>,
  first: Page<Row>,
): AsyncGenerator<TableCell[]> {
  for (let page = first; ; page = await readPage({ limit: pageRows, cursor: page.next })) {
    for (const row of page.rows) yield columns.map(({ cell }) => cell(row, language));
    if (page.next === null) return;
  }
}
