import { hashToken } from './start-scan-sign-in.ts';
/** How far it is, for the browser that waits. A made-up token is as good as an expired one. */
export async function readScanSignIn(db, input) {
    const row = await db
        .selectFrom('scanSignIn')
        .select(['openId', 'answer', 'answeredBy'])
        .where('tokenHash', '=', hashToken(input.signInToken))
        .where('expiresAt', '>', input.now)
        .where('usedAt', 'is', null)
        .executeTakeFirst();
    if (row === undefined)
        return { state: 'expired' };
    if (row.answer === 'refused')
        return { state: 'refused' };
    if (row.answeredBy !== null)
        return { state: 'agreed', memberId: row.answeredBy };
    return { state: row.openId === null ? 'waiting' : 'scanned' };
}
/** What the phone is about to let in; undefined for everybody but the WeChat user who scanned. */
export async function readScannedSignIn(db, input) {
    const row = await db
        .selectFrom('scanSignIn')
        .select(['checkDigits', 'userAgent', 'address', 'createdAt', 'expiresAt', 'answer'])
        .where('confirmHash', '=', hashToken(input.confirmToken))
        .where('appId', '=', input.wechatUser.appId)
        .where('openId', '=', input.wechatUser.openId)
        .executeTakeFirst();
    if (row === undefined)
        return undefined;
    const { expiresAt, answer, ...shown } = row;
    const open = expiresAt > input.now ? 'scanned' : 'expired';
    return { ...shown, state: answer ?? open };
}
