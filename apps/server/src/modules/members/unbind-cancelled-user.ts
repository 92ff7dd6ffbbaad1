import type { Tx } from '../../platform/database.ts';
import { releaseWechatUser } from './release-wechat-user.ts';
import { endSessionsOfWechatUser } from './sessions.ts';
import type { WechatUser } from './sessions.ts';

/**
 * A WeChat user closed their WeChat account: unbinds them and ends their sessions. The member stays:
 * points belong to the number, which signs in by SMS or binds another WeChat user. What was done, in
 * words without names or numbers; doing it again does nothing more.
 */
export async function unbindCancelledUser(
  tx: Tx,
  input: WechatUser & { now: Date },
): Promise<string> {
  const { appId, openId, now } = input;
  const memberId = await lockMember(tx, input);
  const ended =
    memberId === null
      ? await endSessionsOfWechatUser(tx, { appId, openId })
      : await releaseWechatUser(tx, { appId, openId, memberId, reason: 'cancelled', now });
  // WeChat asks to delete what names somebody who left it; the record of the binding itself stays.
  await tx
    .updateTable('memberIdentityFormer')
    .set({ openId: '' })
    .where('openId', '=', openId)
    .where('appId', '=', appId)
    .execute();
  const unbound = memberId === null ? '没有绑定会员' : '解除了与会员的绑定';
  return `${unbound}，结束了 ${ended} 个登录`;
}

async function lockMember(tx: Tx, { appId, openId }: WechatUser): Promise<number | null> {
  const identity = await tx
    .selectFrom('memberIdentity')
    .select('memberId')
    .where('appId', '=', appId)
    .where('openId', '=', openId)
    .executeTakeFirst();
  if (identity === undefined) return null;
  await tx
    .selectFrom('member')
    .select('memberId')
    .where('memberId', '=', identity.memberId)
    .forUpdate()
    .executeTakeFirst();
  return identity.memberId;
}
