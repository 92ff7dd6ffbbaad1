import type { Tx } from '../../platform/database.ts';

/** Deletes whom and when we wrote to under an openid: its person closed the WeChat account. */
export async function forgetWechatUser(
  tx: Tx,
  { appId, openId }: { appId: string; openId: string },
): Promise<void> {
  for (const table of ['noticeDelivery', 'noticeRefusal', 'noticeSubscription'] as const) {
    await tx.deleteFrom(table).where('appId', '=', appId).where('openId', '=', openId).execute();
  }
}
