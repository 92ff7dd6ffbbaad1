import { hash } from 'node:crypto';
import { cleanLine } from '../../../platform/clean-text.ts';
import type { Tx } from '../../../platform/database.ts';
import { chatTexts } from '../../../texts-chat.ts';

export interface Revocation {
  appId: string;
  openId: string;
  /** user_info_modified, user_authorization_revoke, user_authorization_cancellation */
  event: string;
  /** The platform's numbers of what was withdrawn, e.g. 205: name and picture. */
  revokeInfo: string | null;
  now: Date;
}

const closingEvents = ['user_authorization_cancellation', 'user_cancellation'];

/** In characters. */
const revokeInfoLengthMax = 200;

/**
 * Obeys what somebody withdrew at WeChat, and records what was deleted. Of WeChat's data only the
 * openid is ever kept; who closes the account is forgotten, but for its hash in this record. Safe to
 * run twice.
 *
 * See developers.weixin.qq.com/doc/service/guide/h5/authorization_change.html
 */
export async function obeyRevocation(
  tx: Tx,
  { appId, openId, event, revokeInfo, now }: Revocation,
  onUserGone: (tx: Tx, user: { appId: string; openId: string }) => Promise<string>,
): Promise<void> {
  const said = chatTexts.zh;
  let done: string = said.nothingKept;
  if (closingEvents.includes(event)) {
    const deleted = await onUserGone(tx, { appId, openId });
    const follower = await tx
      .deleteFrom('wechatFollower')
      .where('appId', '=', appId)
      .where('openId', '=', openId)
      .returning('openId')
      .executeTakeFirst();
    done = follower ? `${deleted}；${said.followerForgotten}` : deleted;
  }
  await tx
    .insertInto('wechatRevocation')
    .values({
      appId,
      openIdHash: hash('sha256', openId, 'buffer'),
      event,
      revokeInfo: revokeInfo === null ? null : cleanLine(revokeInfo).slice(0, revokeInfoLengthMax),
      done,
      receivedAt: now,
    })
    .execute();
}
