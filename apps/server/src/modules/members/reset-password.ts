import type { Clock } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/database.ts';
import { checkPasswordRules } from '../../platform/passwords/index.ts';
import type { Passwords } from '../../platform/passwords/index.ts';
import type { Sms } from '../sms/index.ts';
import { findOrCreateMember } from './find-or-create-member.ts';
import type { MemberMaking } from './find-or-create-member.ts';
import type { CodeRefused } from './guard-codes.ts';
import type { Mobile } from './mobile.ts';
import { endSession, endSessionsOfMember, startSession } from './sessions.ts';
import type { StartedSession } from './sessions.ts';

export interface PreparedReset {
  outcome: 'prepared';
  mobile: Mobile;
  smsCode: string;
  newHash: string;
}

/**
 * Looks at the code without using it up, then hashes the new password: no wrong code makes us hash,
 * and the slow part is outside any transaction. Whether the number is a member is not looked at.
 *
 * Throws mobile_invalid, password_too_weak, busy; a refused code is a value, its try is counted.
 */
export async function preparePasswordReset(
  db: Db,
  tools: MemberMaking & { sms: Sms; passwords: Passwords },
  input: { mobile: string; smsCode: string; newPassword: string },
): Promise<PreparedReset | CodeRefused> {
  const { smsCode, newPassword } = input;
  const mobile = tools.mobiles.read(input.mobile);
  checkPasswordRules(newPassword, mobile.number, 'member');
  const proof = { mobileHash: mobile.hash, code: smsCode, keepIfRight: true };
  const check = await db.transaction().execute((tx) => tools.sms.checkCode(tx, proof));
  if (!check.right) return { outcome: 'codeRefused', refusal: check.refusal };
  const newHash = await tools.passwords.hash(newPassword);
  return { outcome: 'prepared', mobile, smsCode, newHash };
}

export type PasswordReset =
  { outcome: 'reset'; memberId: number; session: StartedSession } | CodeRefused;

/**
 * Uses the code up, sets the password, ends every session of the member and starts one here. A number
 * that was no member becomes one, as it does when it signs in by SMS: only its owner can get so far,
 * and an answer of its own would tell strangers nothing anyway.
 */
export async function resetPassword(
  tx: Tx,
  tools: MemberMaking & { clock: Clock; sms: Sms },
  input: { reset: PreparedReset; sessionHash: Buffer | null; userAgent: string | undefined },
): Promise<PasswordReset> {
  const { mobile, smsCode, newHash } = input.reset;
  const check = await tools.sms.checkCode(tx, { mobileHash: mobile.hash, code: smsCode });
  if (!check.right) return { outcome: 'codeRefused', refusal: check.refusal };
  const now = tools.clock.now();
  const making = { mobile, profile: {}, origin: 'web' as const, now };
  const { memberId } = await findOrCreateMember(tx, tools, making);
  await tx
    .updateTable('member')
    .set({ passwordHash: newHash, passwordSetAt: now })
    .where('memberId', '=', memberId)
    .execute();
  await endSessionsOfMember(tx, memberId);
  // What this browser had may be of another member, or of a WeChat user who is nobody yet.
  if (input.sessionHash !== null) await endSession(tx, input.sessionHash);
  const session = await startSession(tx, { memberId, userAgent: input.userAgent }, tools.clock);
  return { outcome: 'reset', memberId, session };
}
