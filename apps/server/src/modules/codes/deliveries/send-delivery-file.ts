import { finished } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database.ts';
import type { PrintFile } from '../print/print-types.ts';
import { sendPrintFile } from '../print/send-print-file.ts';

/**
 * Sends the file of a copy, and writes down how much of it went out when the answer ends or breaks
 * off. A link must not travel on in a Referer.
 *
 * @param downloadId the line of the log; null: a HEAD, which takes nothing
 */
export function sendDeliveryFile(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  file: PrintFile,
  { db, clock, downloadId }: { db: Db; clock: Clock; downloadId: number | null },
): void {
  let bytesSent = 0;
  reply.header('referrer-policy', 'no-referrer');
  sendPrintFile({ request, reply }, file, {
    onBytes: (bytes) => {
      bytesSent += bytes;
    },
  });
  if (downloadId === null) return;
  finished(reply.raw, (error) => {
    const isWhole = !error && endsFile(reply);
    recordSent(db, { downloadId, bytesSent, completedAt: isWhole ? clock.now() : null }).catch(
      (failure: unknown) =>
        request.log.error({ err: failure, downloadId }, 'download not recorded'),
    );
  });
}

/** Whether the last byte of the file was part of the answer: of all of it, or of its last part. */
function endsFile(reply: FastifyReply): boolean {
  if (reply.statusCode === 200) return true;
  const range = /^bytes \d+-(\d+)\/(\d+)$/.exec(String(reply.getHeader('content-range')));
  return reply.statusCode === 206 && range !== null && Number(range[1]) + 1 === Number(range[2]);
}

async function recordSent(
  db: Db,
  sent: { downloadId: number; bytesSent: number; completedAt: Date | null },
): Promise<void> {
  await db
    .updateTable('codeDownload')
    .set({
      bytesSent: sql`bytes_sent + ${sent.bytesSent}`,
      completedAt: sql`coalesce(completed_at, ${sent.completedAt}::timestamptz)`,
    })
    .where('downloadId', '=', sent.downloadId)
    .execute();
}
