import type { OwnStaff, StaffRole } from '@mashang/contract';
import { sql } from 'kysely';
import { clientNetwork } from '../../platform/client-network.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/database.ts';
import { Refusal } from '../../platform/errors.ts';
import { countUse, forgetUses, isAtLimit } from '../../platform/rate-limit.ts';
import { loginFailed, loginLocked } from './errors.ts';
import { normalizeLoginName } from './login-name.ts';
import type { Passwords } from '../../platform/passwords/index.ts';
import { startStaffSession } from './staff-sessions.ts';
import type { StartedStaffSession } from './staff-sessions.ts';

const windowSeconds = 15 * 60;
export const nameLimit = { name: 'staff-login:name', windowSeconds, max: 10 };
export const addressLimit = { name: 'staff-login:address', windowSeconds, max: 50 };

/** A password proven right, for the account as it was at that moment. */
export interface ProvenStaff {
  staff: OwnStaff;
  passwordHash: string;
}

/**
 * Proves a password. Counts the try before it looks, so that attempts made at once cannot all slip
 * under the limit; the right password gives its tries back.
 *
 * Throws login_failed — for an unknown name too, after the same time —, login_locked, busy.
 */
export async function provePassword(
  db: Db,
  tools: { clock: Clock; passwords: Passwords },
  input: { loginName: string; password: string; address: string },
): Promise<ProvenStaff> {
  const now = tools.clock.now();
  const loginName = normalizeLoginName(input.loginName);
  const subject = loginName.toLowerCase();
  const network = clientNetwork(input.address);
  if (await isAtLimit(db, addressLimit, network, now)) {
    await countLogin(db, addressLimit, network, now);
  }
  await countLogin(db, nameLimit, subject, now);
  const account = await findAccount(db, loginName);
  const passwordHash = account?.passwordHash ?? null;
  const fits = await tools.passwords.verify(passwordHash, input.password);
  if (!fits || !account || passwordHash === null || account.disabledAt !== null) {
    await countLogin(db, addressLimit, network, now);
    throw loginFailed();
  }
  await forgetUses(db, nameLimit, subject);
  const { staffId, displayName } = account;
  const role = account.role as StaffRole;
  return { staff: { staffId, loginName: account.loginName, displayName, role }, passwordHash };
}

/**
 * Starts the session, unless the password was changed or the account disabled since it was proven:
 * whoever knew the old password must not slip in behind the change. Throws login_failed.
 */
export async function signIn(tx: Tx, proven: ProvenStaff, now: Date): Promise<StartedStaffSession> {
  const { staffId } = proven.staff;
  const unchanged = await tx
    .updateTable('staff')
    .set({ lastSignedInAt: now })
    .where('staffId', '=', staffId)
    .where('passwordHash', '=', proven.passwordHash)
    .where('disabledAt', 'is', null)
    .returning('staffId')
    .executeTakeFirst();
  if (unchanged === undefined) throw loginFailed();
  return await startStaffSession(tx, staffId, now);
}

/** As `countUse`, in the words of a login. */
async function countLogin(
  db: Db,
  limit: typeof nameLimit,
  subject: string,
  now: Date,
): Promise<void> {
  try {
    await countUse(db, limit, subject, now);
  } catch (error) {
    throw error instanceof Refusal ? loginLocked(error.retryAfterSeconds ?? windowSeconds) : error;
  }
}

async function findAccount(db: Db, loginName: string) {
  // PostgreSQL refuses NUL in a text; no account has such a name.
  if (loginName.includes('\0')) return undefined;
  return await db
    .selectFrom('staff')
    .select(['staffId', 'loginName', 'displayName', 'role', 'passwordHash', 'disabledAt'])
    .where(sql`lower(login_name)`, '=', sql`lower(${loginName})`)
    .executeTakeFirst();
}
