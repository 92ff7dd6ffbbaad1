import { sql } from 'kysely';
import type { Tx } from '../../../platform/database.ts';
import { posterNotFound } from './errors.ts';

/**
 * Takes a poster out of the list, or puts it back; what hangs in shops goes on working and counting.
 * Doing so twice changes nothing: the first time of archiving stands. Throws poster_not_found.
 */
export async function archivePoster(
  tx: Tx,
  { posterId, archived, now }: { posterId: number; archived: boolean; now: Date },
): Promise<void> {
  const row = await tx
    .updateTable('wechatPoster')
    .set({ archivedAt: archived ? sql<Date>`coalesce(archived_at, ${now})` : null })
    .where('posterId', '=', posterId)
    .returning('posterId')
    .executeTakeFirst();
  if (!row) throw posterNotFound();
}
