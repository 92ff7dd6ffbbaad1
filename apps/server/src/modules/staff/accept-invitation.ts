import type { OwnStaff, StaffRole } from '@mashang/contract';
import type { Db, Tx } from '../../platform/database.ts';
import { invitationInvalid } from './errors.ts';
import { hashToken, startStaffSession } from './staff-sessions.ts';
import type { StartedStaffSession } from './staff-sessions.ts';

/**
 * Looks at the link without using it, so that strangers cannot make us hash passwords. Returns the
 * login name it belongs to. Throws invitation_invalid.
 */
export async function requireInvitation(
  db: Db,
  invitationToken: string,
  now: Date,
): Promise<string> {
  const row = await db
    .selectFrom('staff')
    .select('loginName')
    .where('invitationHash', '=', hashToken(invitationToken))
    .where('invitationExpiresAt', '>', now)
    .where('disabledAt', 'is', null)
    .executeTakeFirst();
  if (row === undefined) throw invitationInvalid();
  return row.loginName;
}

/**
 * Uses the link up, sets the password and signs in, all or nothing; of fifty at once one succeeds.
 * Throws invitation_invalid.
 */
export async function acceptInvitation(
  tx: Tx,
  input: { invitationToken: string; passwordHash: string; now: Date },
): Promise<{ staff: OwnStaff; session: StartedStaffSession }> {
  const { now, passwordHash } = input;
  const row = await tx
    .updateTable('staff')
    .set({
      passwordHash,
      invitationHash: null,
      invitationExpiresAt: null,
      lastSignedInAt: now,
    })
    .where('invitationHash', '=', hashToken(input.invitationToken))
    .where('invitationExpiresAt', '>', now)
    .where('disabledAt', 'is', null)
    .returning(['staffId', 'loginName', 'displayName', 'role'])
    .executeTakeFirst();
  if (row === undefined) throw invitationInvalid();
  const session = await startStaffSession(tx, row.staffId, now);
  return { staff: { ...row, role: row.role as StaffRole }, session };
}
