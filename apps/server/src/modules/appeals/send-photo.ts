import type { FastifyReply } from 'fastify';
import type { Db } from '../../platform/database.ts';
import { pictureNotFound } from './errors.ts';

/**
 * Sends one photo of one appeal. No cache keeps it: not the browser's of a borrowed computer either.
 *
 * @throws Refusal picture_not_found, also for one of another appeal, or of another member
 */
export async function sendPhoto(
  db: Db,
  reply: FastifyReply,
  asked: { appealId: number; pictureId: string; memberId?: number },
): Promise<void> {
  let query = db
    .selectFrom('appealPicture')
    .select('bytes')
    .where('pictureId', '=', asked.pictureId)
    .where('appealId', '=', asked.appealId);
  if (asked.memberId !== undefined) query = query.where('memberId', '=', asked.memberId);
  const photo = await query.executeTakeFirst();
  if (!photo) throw pictureNotFound();
  reply.headers({ 'cache-control': 'private, no-store', 'content-type': 'image/webp' });
  void reply.send(photo.bytes);
}
