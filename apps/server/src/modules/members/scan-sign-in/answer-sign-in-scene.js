import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { hashToken, lifeSeconds } from './start-scan-sign-in.ts';
/**
 * A WeChat user scanned the QR of a browser that wants to be signed in. The first one has it; the
 * token goes into their chat and nowhere else, and opens nothing without a session of this very
 * WeChat user. The same user again gets the same token: WeChat repeats events.
 *
 * Null: no such QR, another's, answered or expired.
 */
export async function answerSignInScene(db, input) {
    const { appId, openId, scene, now } = input;
    const asked = await db
        .selectFrom('scanSignIn')
        .select('tokenHash')
        .where('scene', '=', scene)
        .executeTakeFirst();
    if (asked === undefined)
        return null;
    const confirmToken = makeConfirmToken(asked.tokenHash, scene, openId);
    const confirmUntil = new Date(now.getTime() + lifeSeconds * 1000);
    const scanned = await db
        .updateTable('scanSignIn')
        .set({
        appId,
        openId,
        confirmHash: hashToken(confirmToken),
        // Whoever scans in the last second still has time to read, or even to bind a number first.
        expiresAt: sql `case when open_id is null then ${confirmUntil} else expires_at end`,
    })
        .where('scene', '=', scene)
        .where('expiresAt', '>', now)
        .where('answer', 'is', null)
        .where((row) => row.or([
        row('openId', 'is', null),
        row.and([row('openId', '=', openId), row('appId', '=', appId)]),
    ]))
        .returning('scene')
        .executeTakeFirst();
    return scanned === undefined ? null : { confirmToken };
}
/**
 * Nobody but the server can make it: the browser does not know the scene, which only WeChat is told,
 * and the chat does not know the browser's token.
 */
function makeConfirmToken(tokenHash, scene, openId) {
    return hash('sha256', `confirm/${tokenHash.toString('hex')}/${scene}/${openId}`, 'base64url');
}
