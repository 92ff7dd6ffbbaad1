import { scanSignInNotFound } from '../errors.ts';
import { readScannedSignIn } from './read-scan-sign-in.ts';
import { hashToken } from './start-scan-sign-in.ts';
/**
 * The phone lets the other browser in, or not; the first answer stands. Only the WeChat user who
 * scanned may answer: anybody else is told that there is no such request (not_found).
 */
export async function answerScanSignIn(tx, input) {
    const { wechatUser, now } = input;
    await tx
        .updateTable('scanSignIn')
        .set({ answer: input.agree ? 'agreed' : 'refused', answeredBy: input.memberId })
        .where('confirmHash', '=', hashToken(input.confirmToken))
        .where('appId', '=', wechatUser.appId)
        .where('openId', '=', wechatUser.openId)
        .where('expiresAt', '>', now)
        .where('answer', 'is', null)
        .execute();
    const answered = await readScannedSignIn(tx, input);
    if (answered === undefined)
        throw scanSignInNotFound();
    return answered.state === 'scanned' ? 'expired' : answered.state;
}
