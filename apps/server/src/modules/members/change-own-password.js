import { checkPasswordRules, passwordTooWeak } from '../../platform/passwords/index.ts';
import { countUse, forgetUses } from '../../platform/rate-limit.ts';
import { passwordWrong, sessionEnded } from './errors.ts';
import { endSession, endSessionsOfMember, startSession } from './sessions.ts';
/** A stolen session must not be a way to try passwords. */
export const changeLimit = { name: 'member-password:change', windowSeconds: 15 * 60, max: 10 };
/**
 * Proves the current password, if there is one, and hashes the new one: the slow part, outside any
 * transaction. Throws password_wrong, password_too_weak, too_many_requests, busy.
 */
export async function preparePasswordChange(db, tools, input) {
    const { memberId, currentPassword = '', newPassword } = input;
    const subject = String(memberId);
    await countUse(db, changeLimit, subject, tools.clock.now());
    const member = await db
        .selectFrom('member')
        .select(['passwordHash', 'mobileCipher', 'mobileHash'])
        .where('memberId', '=', memberId)
        .executeTakeFirstOrThrow();
    const formerHash = member.passwordHash;
    if (formerHash !== null) {
        if (!(await tools.passwords.verify(formerHash, currentPassword)))
            throw passwordWrong();
        await forgetUses(db, changeLimit, subject);
    }
    const number = tools.mobiles.decrypt(member.mobileCipher, member.mobileHash);
    checkPasswordRules(newPassword, number, 'member');
    if (formerHash !== null && newPassword.normalize('NFC') === currentPassword.normalize('NFC')) {
        throw passwordTooWeak('unchanged', 'member');
    }
    return { memberId, formerHash, newHash: await tools.passwords.hash(newPassword) };
}
/**
 * Sets the new password and ends every session of the member, those in WeChat too: a WeChat user
 * comes back without being asked anything, a thief of a cookie does not. This browser goes on with a
 * new token, so that a stolen copy of the old one dies as well.
 *
 * Throws password_wrong if the password was changed meanwhile, not_signed_in if the session ended.
 */
export async function changeOwnPassword(tx, tools, input) {
    const { change, sessionHash, userAgent } = input;
    const { memberId } = change;
    const changed = await tx
        .updateTable('member')
        .set({ passwordHash: change.newHash, passwordSetAt: tools.clock.now() })
        .where('memberId', '=', memberId)
        .where('passwordHash', 'is not distinct from', change.formerHash)
        .returning('memberId')
        .executeTakeFirst();
    if (changed === undefined)
        throw passwordWrong();
    const former = sessionHash === null ? null : await endSession(tx, sessionHash);
    if (former === null)
        throw sessionEnded();
    await endSessionsOfMember(tx, memberId);
    return await startSession(tx, { memberId, ...(former.wechatUser ?? {}), userAgent }, tools.clock);
}
