import type { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database.ts';
import type { Refusal } from '../../platform/errors.ts';
import type { Sms } from '../sms/index.ts';
import { createMember } from './create-member.ts';
import { memberFrozen, sessionEnded, wechatBoundToAnotherMobile } from './errors.ts';
import type { Mobile, MobileReader } from './mobile.ts';
import { cleanProfile } from './profile.ts';
import type { Profile } from './profile.ts';
import { endSession, startSession } from './sessions.ts';
import type { StartedSession } from './sessions.ts';

export interface BindingTools {
  clock: Clock;
  mobiles: MobileReader;
  sms: Sms;
  /** Opens the points account, in the same transaction. */
  onMemberCreated: (tx: Tx, memberId: number) => Promise<void>;
}

export interface BindingInput {
  mobile: string;
  smsCode: string;
  profile: Profile;
  /** The session the caller showed; it ends, and what it knew of WeChat goes into the new one. */
  sessionHash: Buffer | null;
}

export type Binding =
  | { outcome: 'bound'; memberId: number; isNew: boolean; session: StartedSession }
  | { outcome: 'codeRefused'; refusal: Refusal };

/**
 * A proven mobile number becomes a member, or signs in the member it already is; the WeChat user of
 * the session is bound to it from then on.
 *
 * A refused code is a value: commit it, or the try would not be counted. Throws mobile_invalid,
 * bad_request, member_frozen, wechat_bound_to_another_mobile, not_signed_in; then nothing happened,
 * and the code can be used again.
 */
export async function bindMobile(
  tx: Tx,
  tools: BindingTools,
  input: BindingInput,
): Promise<Binding> {
  const mobile = tools.mobiles.read(input.mobile);
  const profile = cleanProfile(input.profile);
  const check = await tools.sms.checkCode(tx, { mobileHash: mobile.hash, code: input.smsCode });
  if (!check.right) return { outcome: 'codeRefused', refusal: check.refusal };
  const now = tools.clock.now();
  const { memberId, isNew } = await findOrCreateMember(tx, tools, { mobile, profile, now });
  const former = input.sessionHash === null ? null : await endSession(tx, input.sessionHash);
  // Signed out or bound in another tab meanwhile: we no longer know which WeChat user this is.
  if (input.sessionHash !== null && former === null) throw sessionEnded();
  const wechatUser = former?.wechatUser ?? null;
  if (wechatUser !== null) await bindWechatUser(tx, { ...wechatUser, memberId, now });
  // A new token: whoever saw or planted the old one gains nothing from this sign-in.
  const session = await startSession(tx, { memberId, ...(wechatUser ?? {}) }, tools.clock);
  return { outcome: 'bound', memberId, isNew, session };
}

async function findOrCreateMember(
  tx: Tx,
  tools: BindingTools,
  input: { mobile: Mobile; profile: Profile; now: Date },
): Promise<{ memberId: number; isNew: boolean }> {
  const known = await tx
    .selectFrom('member')
    .select('memberId')
    .where('mobileHash', '=', input.mobile.hash)
    .executeTakeFirst();
  const member = known
    ? { memberId: known.memberId, isNew: false }
    : await createMember(tx, tools.mobiles, input);
  if (member.isNew) await tools.onMemberCreated(tx, member.memberId);
  else await updateKnownMember(tx, member.memberId, input.profile);
  return member;
}

async function updateKnownMember(tx: Tx, memberId: number, profile: Profile): Promise<void> {
  const { status } = await tx
    .selectFrom('member')
    .select('status')
    .where('memberId', '=', memberId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (status === 'frozen') throw memberFrozen();
  if (Object.keys(profile).length === 0) return;
  await tx.updateTable('member').set(profile).where('memberId', '=', memberId).execute();
}

/** The primary key decides: a WeChat user belongs to the first number it proved. */
async function bindWechatUser(
  tx: Tx,
  input: { appId: string; openId: string; memberId: number; now: Date },
): Promise<void> {
  const { appId, openId, memberId } = input;
  await tx
    .insertInto('memberIdentity')
    .values({ appId, openId, memberId, boundAt: input.now })
    .onConflict((conflict) => conflict.columns(['appId', 'openId']).doNothing())
    .execute();
  const owner = await tx
    .selectFrom('memberIdentity')
    .innerJoin('member', 'member.memberId', 'memberIdentity.memberId')
    .select(['member.memberId', 'member.mobileMasked'])
    .where('appId', '=', appId)
    .where('openId', '=', openId)
    .executeTakeFirstOrThrow();
  if (owner.memberId !== memberId) throw wechatBoundToAnotherMobile(owner.mobileMasked);
}
