import { loginFailed } from './errors.ts';
import { endSession, startSession } from './sessions.ts';
/**
 * Starts the session, unless the password was changed since it was proven: whoever knew the old one
 * must not slip in behind the change. The session the browser had before ends, and its WeChat user is
 * not bound: that takes the proof of the number, or a stolen password would outlive its change.
 *
 * Throws login_failed.
 */
export async function signIn(tx, tools, input) {
    const { proven, sessionHash, userAgent } = input;
    const unchanged = await tx
        .selectFrom('member')
        .select('memberId')
        .where('memberId', '=', proven.memberId)
        .where('passwordHash', '=', proven.passwordHash)
        .forShare()
        .executeTakeFirst();
    if (unchanged === undefined)
        throw loginFailed();
    if (sessionHash !== null)
        await endSession(tx, sessionHash);
    return await startSession(tx, { memberId: proven.memberId, userAgent }, tools.clock);
}
