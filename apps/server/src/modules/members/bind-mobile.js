import { bindWechatUser } from './bind-wechat-user.ts';
import { sessionEnded } from './errors.ts';
import { findOrCreateMember } from './find-or-create-member.ts';
import { cleanProfile } from './profile.ts';
import { endSession, startSession } from './sessions.ts';
/**
 * A proven mobile number becomes a member, or signs in the member it already is; the WeChat user of
 * the session is bound to it from then on. Outside WeChat, a member without a password gets a session
 * that opens nothing until one is set.
 *
 * A refused code is a value: commit it, or the try would not be counted. Throws mobile_invalid,
 * bad_request, wechat_bound_to_another_mobile, wechat_already_bound, member_frozen, not_signed_in; then
 * nothing happened, and the code can be used again.
 */
export async function bindMobile(tx, tools, input) {
    const { sessionHash, userAgent } = input;
    const mobile = tools.mobiles.read(input.mobile);
    const profile = cleanProfile(input.profile);
    const check = await tools.sms.checkCode(tx, { mobileHash: mobile.hash, code: input.smsCode });
    if (!check.right)
        return { outcome: 'codeRefused', refusal: check.refusal };
    const now = tools.clock.now();
    const origin = input.inWechat ? 'wechat' : 'web';
    const member = await findOrCreateMember(tx, tools, { mobile, profile, origin, now });
    const { memberId, isNew } = member;
    const former = sessionHash === null ? null : await endSession(tx, sessionHash);
    // Signed out or bound in another tab meanwhile: we no longer know which WeChat user this is.
    if (sessionHash !== null && former === null)
        throw sessionEnded();
    const wechatUser = former?.wechatUser ?? null;
    if (wechatUser !== null) {
        const { isFrozen } = member;
        const binding = { memberId, mobileMasked: mobile.masked, isFrozen, moves: input.movesWechat };
        await bindWechatUser(tx, { ...wechatUser, ...binding, now });
    }
    const passwordNeeded = wechatUser === null && member.passwordHash === null;
    // A new token: whoever saw or planted the old one gains nothing from this sign-in.
    const who = { memberId, ...(wechatUser ?? {}), passwordNeeded, userAgent };
    const session = await startSession(tx, who, tools.clock);
    return { outcome: 'bound', memberId, isNew, session };
}
