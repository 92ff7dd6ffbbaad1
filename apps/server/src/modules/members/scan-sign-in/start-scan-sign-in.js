import { hash, randomBytes, randomInt } from 'node:crypto';
import { toString as drawQr } from 'qrcode';
import { clientNetwork } from '../../../platform/client-network.ts';
import { countUse } from '../../../platform/rate-limit.ts';
import { keptUserAgent } from '../sessions.ts';
/** How long a QR may be scanned, and how long a phone that scanned may take to answer. */
export const lifeSeconds = 5 * 60;
/** Every QR costs a call to WeChat and a row; wide, since an office shares one address. */
export const networkLimit = { name: 'scan-sign-in:address', windowSeconds: 10 * 60, max: 60 };
/** The platform lets an account make 100 000 a day; whoever has many addresses must not use them up. */
export const everybodyLimit = { name: 'scan-sign-in:everybody', windowSeconds: 60 * 60, max: 3_000 };
/**
 * A browser asks for a QR to be signed in by. The QR holds a scene WeChat tells us of when it is
 * scanned; who knows the QR cannot fetch the session, which takes the token.
 *
 * Throws too_many_requests, wechat_unavailable.
 */
export async function startScanSignIn(db, tools, input) {
    const now = tools.clock.now();
    await countUse(db, networkLimit, clientNetwork(input.address), now);
    await countUse(db, everybodyLimit, 'everybody', now);
    const scene = `s${randomBase32(20)}`;
    const { url } = await tools.createSceneQr(scene, lifeSeconds);
    const signInToken = randomBytes(32).toString('base64url');
    const checkDigits = String(randomInt(100)).padStart(2, '0');
    const expiresAt = new Date(now.getTime() + lifeSeconds * 1000);
    await db
        .insertInto('scanSignIn')
        .values({
        tokenHash: hashToken(signInToken),
        scene,
        checkDigits,
        userAgent: keptUserAgent(input.userAgent),
        address: input.address,
        createdAt: now,
        expiresAt,
    })
        .execute();
    const qrSvg = await drawQr(url, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 });
    return { signInToken, qrUrl: url, qrSvg, checkDigits, expiresAt };
}
/** Tokens are 256 random bits: looking their plain hash up takes the same time for right and wrong. */
export function hashToken(token) {
    return hash('sha256', token, 'buffer');
}
/** Five random bits a character (RFC 4648, in lower case), as `scene_str` takes them. */
function randomBase32(length) {
    const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
    return Array.from(randomBytes(length), (byte) => alphabet[byte % 32]).join('');
}
