import type { OwnStaff } from '@mashang/contract';
import { onViolation } from '../../platform/database.ts';
import type { Db, Tx } from '../../platform/database.ts';
import { loginNameTaken, setupAlreadyDone, setupLinkInvalid } from './errors.ts';
import { hashToken } from './staff-sessions.ts';

/** Whether the first administrator is still to be made. */
export async function isSetupNeeded(db: Db): Promise<boolean> {
  const row = await db.selectFrom('staff').select('staffId').limit(1).executeTakeFirst();
  return row === undefined;
}

/**
 * Looks at the link without using it, so that strangers cannot make us hash passwords.
 * Throws setup_link_invalid or setup_already_done.
 */
export async function requireSetupLink(db: Db, setupToken: string): Promise<void> {
  const open = await db
    .selectFrom('staffSetup')
    .select('onlyRow')
    .where('tokenHash', '=', hashToken(setupToken))
    .where('usedAt', 'is', null)
    .executeTakeFirst();
  if (open === undefined) throw await refuseSetup(db);
}

/**
 * Uses the link up and makes the account, both or neither; of fifty at once one succeeds.
 * Throws setup_link_invalid, setup_already_done.
 */
export async function createFirstAdministrator(
  tx: Tx,
  input: { setupToken: string; loginName: string; passwordHash: string; now: Date },
): Promise<OwnStaff> {
  const { loginName, passwordHash, now } = input;
  const used = await tx
    .updateTable('staffSetup')
    .set({ usedAt: now })
    .where('tokenHash', '=', hashToken(input.setupToken))
    .where('usedAt', 'is', null)
    .returning('onlyRow')
    .executeTakeFirst();
  if (used === undefined) throw await refuseSetup(tx);
  const role = 'administrator';
  const staff = await tx
    .insertInto('staff')
    .values({ loginName, passwordHash, role, createdAt: now, lastSignedInAt: now })
    .returning(['staffId', 'loginName', 'displayName'])
    .executeTakeFirstOrThrow()
    .catch(onViolation('staff__login_name', loginNameTaken));
  return { ...staff, role };
}

async function refuseSetup(db: Db) {
  return (await isSetupNeeded(db)) ? setupLinkInvalid() : setupAlreadyDone();
}
