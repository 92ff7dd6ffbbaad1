import { sql } from 'kysely';
import { cleanLine } from '../../../platform/clean-text.ts';
import type { Db, Tx } from '../../../platform/database.ts';

interface Follower {
  appId: string;
  openId: string;
}

/** In characters; the platform allows as many. */
const sceneLengthMax = 64;

/**
 * Keeps whether a WeChat user follows. Events may come in the wrong order: what happened later counts.
 *
 * @param change.scene of the QR they came by; the first one stays
 */
export async function noteFollowing(
  tx: Tx,
  change: Follower & { isFollowing: boolean; scene: string | null; at: Date },
): Promise<void> {
  const { appId, openId, isFollowing, at } = change;
  const scene = change.scene === null ? null : cleanLine(change.scene).slice(0, sceneLengthMax);
  await sql`
    insert into wechat_follower as known
      (app_id, open_id, is_following, first_scene, followed_at, unfollowed_at, changed_at)
    values (${appId}, ${openId}, ${isFollowing}, ${scene}, ${isFollowing ? at : null},
      ${isFollowing ? null : at}, ${at})
    on conflict (app_id, open_id) do update set
      is_following = excluded.is_following,
      first_scene = coalesce(known.first_scene, excluded.first_scene),
      followed_at = coalesce(excluded.followed_at, known.followed_at),
      unfollowed_at = coalesce(excluded.unfollowed_at, known.unfollowed_at),
      changed_at = excluded.changed_at
    where known.changed_at <= excluded.changed_at`.execute(tx);
}

/** A message was refused because the user does not follow (43004): an event of it was lost. */
export async function markNotFollowing(tx: Tx, { appId, openId, now }: Follower & { now: Date }) {
  // Events have whole seconds: one of this very second is not to be called older.
  const at = new Date(Math.floor(now.getTime() / 1000) * 1000);
  await noteFollowing(tx, { appId, openId, isFollowing: false, scene: null, at });
}

/** Whether a WeChat user follows; null: nothing was heard of them. */
export async function readFollowing(db: Db, { appId, openId }: Follower): Promise<boolean | null> {
  const row = await db
    .selectFrom('wechatFollower')
    .select('isFollowing')
    .where('appId', '=', appId)
    .where('openId', '=', openId)
    .executeTakeFirst();
  return row?.isFollowing ?? null;
}
