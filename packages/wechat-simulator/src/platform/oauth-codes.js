import { randomBytes } from 'node:crypto';
import { PlatformError } from './platform-error.ts';
const codeLifeMs = 300_000;
/** A code of web authorisation: works once, within five minutes. */
export function issueOAuthCode(codes, userId, now) {
    for (const [code, issued] of codes) {
        if (issued.issuedAt < now - 4 * codeLifeMs)
            codes.delete(code);
    }
    const code = `0${randomBytes(16).toString('hex').slice(1)}`;
    codes.set(code, { userId, issuedAt: now, used: false });
    return code;
}
/** Uses up the code and answers whose it is; throws 41008, 40029, 40163 or 42003. */
export function redeemOAuthCode(codes, code, now) {
    if (typeof code !== 'string' || code === '')
        throw new PlatformError(41008, 'missing code');
    const issued = codes.get(code);
    if (!issued)
        throw new PlatformError(40029, 'invalid code');
    if (issued.used)
        throw new PlatformError(40163, 'code been used');
    if (now - issued.issuedAt > codeLifeMs)
        throw new PlatformError(42003, 'code expired');
    issued.used = true;
    return issued.userId;
}
