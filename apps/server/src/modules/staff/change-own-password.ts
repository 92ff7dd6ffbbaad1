import type { Clock } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/database.ts';
import { countUse, forgetUses } from '../../platform/rate-limit.ts';
import { checkPasswordRules, passwordTooWeak } from '../../platform/passwords/index.ts';
import type { Passwords } from '../../platform/passwords/index.ts';
import { passwordWrong } from './errors.ts';

/** A stolen session must not be a way to try passwords. */
export const changeLimit = { name: 'staff-password:change', windowSeconds: 15 * 60, max: 10 };

export interface PreparedChange {
  staffId: number;
  formerHash: string;
  newHash: string;
}

/**
 * Proves the current password and hashes the new one: the slow part, outside any transaction.
 * Throws password_wrong, password_too_weak, too_many_requests, busy.
 */
export async function preparePasswordChange(
  db: Db,
  tools: { clock: Clock; passwords: Passwords },
  input: { staffId: number; currentPassword: string; newPassword: string },
): Promise<PreparedChange> {
  const { staffId, currentPassword, newPassword } = input;
  await countUse(db, changeLimit, String(staffId), tools.clock.now());
  const { loginName, passwordHash: formerHash } = await db
    .selectFrom('staff')
    .select(['loginName', 'passwordHash'])
    .where('staffId', '=', staffId)
    .executeTakeFirstOrThrow();
  const fits = await tools.passwords.verify(formerHash, currentPassword);
  if (!fits || formerHash === null) throw passwordWrong();
  await forgetUses(db, changeLimit, String(staffId));
  checkPasswordRules(newPassword, loginName);
  if (newPassword.normalize('NFC') === currentPassword.normalize('NFC')) {
    throw passwordTooWeak('unchanged');
  }
  return { staffId, formerHash, newHash: await tools.passwords.hash(newPassword) };
}

/** Sets the new password and ends every other session. Throws password_wrong if it was changed meanwhile. */
export async function changeOwnPassword(
  tx: Tx,
  change: PreparedChange,
  ownSessionHash: Buffer | null,
): Promise<void> {
  const changed = await tx
    .updateTable('staff')
    .set({ passwordHash: change.newHash })
    .where('staffId', '=', change.staffId)
    .where('passwordHash', '=', change.formerHash)
    .where('disabledAt', 'is', null)
    .returning('staffId')
    .executeTakeFirst();
  if (changed === undefined) throw passwordWrong();
  const sessions = tx.deleteFrom('staffSession').where('staffId', '=', change.staffId);
  await (
    ownSessionHash === null ? sessions : sessions.where('tokenHash', '<>', ownSessionHash)
  ).execute();
}
