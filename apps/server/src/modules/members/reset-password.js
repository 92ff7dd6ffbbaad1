import { checkPasswordRules } from '../../platform/passwords/index.ts';
import { findOrCreateMember } from './find-or-create-member.ts';
import { endSession, endSessionsOfMember, startSession } from './sessions.ts';
/**
 * Looks at the code without using it up, then hashes the new password: no wrong code makes us hash,
 * and the slow part is outside any transaction. Whether the number is a member is not looked at.
 *
 * Throws mobile_invalid, password_too_weak, busy; a refused code is a value, its try is counted.
 */
export async function preparePasswordReset(db, tools, input) {
    const { smsCode, newPassword } = input;
    const mobile = tools.mobiles.read(input.mobile);
    checkPasswordRules(newPassword, mobile.number, 'member');
    const proof = { mobileHash: mobile.hash, code: smsCode, keepIfRight: true };
    const check = await db.transaction().execute((tx) => tools.sms.checkCode(tx, proof));
    if (!check.right)
        return { outcome: 'codeRefused', refusal: check.refusal };
    const newHash = await tools.passwords.hash(newPassword);
    return { outcome: 'prepared', mobile, smsCode, newHash };
}
/**
 * Uses the code up, sets the password, ends every session of the member and starts one here. A number
 * that was no member becomes one, as it does when it signs in by SMS: only its owner can get so far,
 * and an answer of its own would tell strangers nothing anyway.
 */
export async function resetPassword(tx, tools, input) {
    const { mobile, smsCode, newHash } = input.reset;
    const check = await tools.sms.checkCode(tx, { mobileHash: mobile.hash, code: smsCode });
    if (!check.right)
        return { outcome: 'codeRefused', refusal: check.refusal };
    const now = tools.clock.now();
    const making = { mobile, profile: {}, origin: 'web', now };
    const { memberId } = await findOrCreateMember(tx, tools, making);
    await tx
        .updateTable('member')
        .set({ passwordHash: newHash, passwordSetAt: now })
        .where('memberId', '=', memberId)
        .execute();
    await endSessionsOfMember(tx, memberId);
    // What this browser had may be of another member, or of a WeChat user who is nobody yet.
    if (input.sessionHash !== null)
        await endSession(tx, input.sessionHash);
    const session = await startSession(tx, { memberId, userAgent: input.userAgent }, tools.clock);
    return { outcome: 'reset', memberId, session };
}
