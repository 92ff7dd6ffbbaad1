import { sql } from 'kysely';
import type { Tx } from '../../../platform/database.ts';

/**
 * Counts who came by a poster: as a follower won, or as a scan of one who follows already. To be
 * called once for each visit; archived and expired posters still count.
 *
 * @returns whether the scene is one of a poster of this account
 */
export async function countPosterVisit(
  tx: Tx,
  { appId, scene, isNewFollower }: { appId: string; scene: string; isNewFollower: boolean },
): Promise<boolean> {
  if (!scene.startsWith('p')) return false;
  const more = isNewFollower
    ? { follows: sql<number>`follows + 1` }
    : { scans: sql<number>`scans + 1` };
  const row = await tx
    .updateTable('wechatPoster')
    .set(more)
    .where('appId', '=', appId)
    .where('scene', '=', scene)
    .returning('posterId')
    .executeTakeFirst();
  return row !== undefined;
}
