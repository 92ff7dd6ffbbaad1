import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Db } from '../../platform/database.ts';
import { attachmentHeader } from '../../platform/attachment-header.ts';
import { readRejections } from './import-queries.ts';
import { rejectionTexts } from './import-texts.ts';

const rowsPerChunk = 5_000;

/**
 * Sends the rejected lines as CSV: line number and reason, never the text of a line. Both columns
 * are ours, so no cell can start a spreadsheet formula.
 */
export function sendRejectionsFile(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  db: Db,
  importId: number,
): void {
  reply.headers({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': attachmentHeader(
      `导入${importId}-被拒的行.csv`,
      `import-${importId}-rejections.csv`,
    ),
    'cache-control': 'private, no-store',
  });
  void reply.send(Readable.from(request.method === 'HEAD' ? [] : csvLines(db, importId)));
}

async function* csvLines(db: Db, importId: number): AsyncGenerator<string, void, undefined> {
  // The mark makes Excel read UTF-8.
  yield '\uFEFF行号,原因\r\n';
  for (let behind = 0; ;) {
    const rows = await readRejections(db, { importId, behind, limit: rowsPerChunk });
    const last = rows.at(-1);
    if (last === undefined) return;
    behind = last.lineNumber;
    yield rows.map((row) => `${row.lineNumber},${rejectionTexts[row.reason]}\r\n`).join('');
  }
}
