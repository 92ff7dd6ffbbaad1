import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database.ts';
import type { PrintFile } from '../print/print-types.ts';
import { sendPrintFile } from '../print/send-print-file.ts';

/**
 * Sends the file of a copy, and writes down how much of it went out when the answer ends or breaks
 * off. An address with a secret in it must not travel on in a Referer.
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
    onBytes: (bytes) => void (bytesSent += bytes),
    onEnd(isComplete) {
      if (downloadId === null) return;
      const sent = { downloadId, bytesSent, completedAt: isComplete ? clock.now() : null };
      recordSent(db, sent).catch((error: unknown) =>
        request.log.error({ err: error, downloadId }, 'end of a download not recorded'),
      );
    },
  });
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
