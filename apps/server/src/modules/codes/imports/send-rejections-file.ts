import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { attachmentHeader } from '../../../platform/attachment-header.ts';
import type { Db } from '../../../platform/database.ts';
import { readRejections } from './import-queries.ts';
import { rejectionTexts } from './import-texts.ts';

const rowsPerChunk = 5_000;

type Language = 'zh' | 'en';

/**
 * Sends the rejected lines as CSV: line number and reason, never the text of a line. Both columns
 * are ours, so no cell can start a spreadsheet formula.
 */
export function sendRejectionsFile(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  db: Db,
  { importId, language }: { importId: number; language: Language },
): void {
  const plainName = `import-${importId}-rejections.csv`;
  reply.headers({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': attachmentHeader(
      language === 'zh' ? `导入${importId}-被拒的行.csv` : plainName,
      plainName,
    ),
    'cache-control': 'private, no-store',
  });
  const lines = request.method === 'HEAD' ? [] : csvLines(db, importId, language);
  void reply.send(Readable.from(lines));
}

async function* csvLines(
  db: Db,
  importId: number,
  language: Language,
): AsyncGenerator<string, void, undefined> {
  // The mark makes Excel read UTF-8.
  yield `\uFEFF${language === 'zh' ? '行号,原因' : 'line,reason'}\r\n`;
  for (let behind = 0; ;) {
    const rows = await readRejections(db, { importId, behind, limit: rowsPerChunk });
    const last = rows.at(-1);
    if (last === undefined) return;
    behind = last.lineNumber;
    const texts = rejectionTexts[language];
    yield rows.map((row) => `${row.lineNumber},${texts[row.reason]}\r\n`).join('');
  }
}
