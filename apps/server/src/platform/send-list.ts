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
  readPage: (page: {
    cursor?: string;
    limit: number;
  }) => Promise<{ rows: Row[]; next: string | null }>;
}

const pageRows = 1_000;

/** Sends a whole list as a file, read page by page as fast as the other side takes it. */
export function sendList<Row>(
  exchange: { request: FastifyRequest; reply: FastifyReply },
  file: ListFile<Row>,
): void {
  const { format, language, columns, name } = file;
  const day = beijingDay(file.now).replaceAll('-', '');
  sendTable(exchange, {
    format,
    name: `${name[language]}-${day}`,
    plainName: `${name.en}-${day}`,
    columns: columns.map((column) => column[language]),
    rows: readRows(file),
  });
}

/** A moment of the API as a cell: the wall clock in Beijing, empty for none. */
export function momentCell(moment: string | null): string | null {
  return moment === null ? null : beijingSecond(new Date(moment));
}

async function* readRows<Row>({ columns, language, readPage }: ListFile<Row>) {
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await readPage({ limit: pageRows, ...(cursor === undefined ? {} : { cursor }) });
    for (const row of page.rows) yield columns.map(({ cell }) => cell(row, language));
    cursor = page.next;
  }
}
