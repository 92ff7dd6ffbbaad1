import type { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database.ts';
import type { Sms } from '../sms/index.ts';
import { bindWechatUser } from './bind-wechat-user.ts';
import { sessionEnded } from './errors.ts';
import { findOrCreateMember } from './find-or-create-member.ts';
import type { MemberMaking } from './find-or-create-member.ts';
import type { CodeRefused } from './guard-codes.ts';
import { cleanProfile } from './profile.ts';
import type { Profile } from './profile.ts';
import { endSession, startSession } from './sessions.ts';
import type { StartedSession } from './sessions.ts';

export interface BindingTools extends MemberMaking {
  clock: Clock;
  sms: Sms;
}

export interface BindingInput {
  mobile: string;
  smsCode: string;
  profile: Profile;
  /** The session the caller showed; it ends, and what it knew of WeChat goes into the new one. */
  sessionHash: Buffer | null;
  /** Whether that session knows a WeChat user. */
  inWechat: boolean;
  /** Another WeChat user holds the number: this one takes its place, instead of being refused. */
  movesWechat: boolean;
  userAgent: string | undefined;
}

export type Binding =
  { outcome: 'bound'; memberId: number; isNew: boolean; session: StartedSession } | CodeRefused;

/**
 * A proven mobile number becomes a member, or signs in the member it already is; the WeChat user of
 * the session is bound to it from then on. Outside WeChat, a member without a password gets a session
 * that opens nothing until one is set.
 *
 * A refused code is a value: commit it, or the try would not be counted. Throws mobile_invalid,
 * bad_request, wechat_bound_to_another_mobile, wechat_already_bound, member_frozen, not_signed_in; then
 * nothing happened, and the code can be used again.
 */
export async function bindMobile(
  tx: Tx,
  tools: BindingTools,
  input: BindingInput,
): Promise<Binding> {
  const { sessionHash, userAgent } = input;
  const mobile = tools.mobiles.read(input.mobile);
  const profile = cleanProfile(input.profile);
  const check = await tools.sms.checkCode(tx, { mobileHash: mobile.hash, code: input.smsCode });
  if (!check.right) return { outcome: 'codeRefused', refusal: check.refusal };
  const now = tools.clock.now();
  const origin = input.inWechat ? 'wechat' : 'web';
  const member = await findOrCreateMember(tx, tools, { mobile, profile, origin, now });
  const { memberId, isNew } = member;
  const former = sessionHash === null ? null : await endSession(tx, sessionHash);
  // Signed out or bound in another tab meanwhile: we no longer know which WeChat user this is.
  if (sessionHash !== null && former === null) throw sessionEnded();
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
