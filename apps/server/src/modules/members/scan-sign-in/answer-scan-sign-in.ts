import type { Tx } from '../../../platform/database.ts';
import { scanSignInNotFound } from '../errors.ts';
import { readWechatUser } from '../sessions.ts';
import { readScannedSignIn } from './read-scan-sign-in.ts';
import { hashToken } from './start-scan-sign-in.ts';

/**
 * The phone lets the other browser in, or not; the first answer stands. Only the WeChat user who
 * scanned may answer: anybody else is told that there is no such request (not_found).
 */
export async function answerScanSignIn(
  tx: Tx,
  input: {
    confirmToken: string;
    /** Of the phone: what it knows of WeChat says who scanned. */
    sessionHash: Buffer | null;
    memberId: number;
    agree: boolean;
    now: Date;
  },
): Promise<'agreed' | 'refused' | 'expired'> {
  const { memberId, now } = input;
  // Whoever ends this phone's sessions holds the member's row: they are first, and it may not answer
  // any more, or they find the answer and take it back.
  await tx
    .selectFrom('member')
    .select('memberId')
    .where('memberId', '=', memberId)
    .forShare()
    .executeTakeFirst();
  const wechatUser = await readWechatUser(tx, input.sessionHash);
  if (wechatUser === null) throw scanSignInNotFound();
  await tx
    .updateTable('scanSignIn')
    .set({ answer: input.agree ? 'agreed' : 'refused', answeredBy: memberId })
    .where('confirmHash', '=', hashToken(input.confirmToken))
    .where('appId', '=', wechatUser.appId)
    .where('openId', '=', wechatUser.openId)
    .where('expiresAt', '>', now)
    .where('answer', 'is', null)
    .execute();
  const answered = await readScannedSignIn(tx, { ...input, wechatUser });
  if (answered === undefined) throw scanSignInNotFound();
  return answered.state === 'scanned' ? 'expired' : answered.state;
}
