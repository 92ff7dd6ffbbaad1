import type { Tx } from '../../platform/database.ts';
import { changedMeanwhile } from '../../platform/errors.ts';
import { staffNotFound } from './errors.ts';
import { guardAdministrators } from './guard-administrators.ts';
import type { NewInvitation } from './invitation.ts';
import { endSessionsOf } from './staff-sessions.ts';

/**
 * Puts a new one-time link in the place of the account's password: whoever knew the old password or
 * held the old link is out, and every session ends. Throws staff_not_found; last_administrator, for
 * a lost link would lock everybody out; changed_meanwhile for a closed account; forbidden.
 */
export async function renewInvitation(
  tx: Tx,
  input: { callerId: number; staffId: number; invitation: NewInvitation },
): Promise<void> {
  const { callerId, staffId } = input;
  const { invitationHash, invitationExpiresAt } = input.invitation;
  await guardAdministrators(tx, { callerId, leavingId: staffId });
  const row = await tx
    .updateTable('staff')
    .set({ passwordHash: null, invitationHash, invitationExpiresAt })
    .where('staffId', '=', staffId)
    .returning('disabledAt')
    .executeTakeFirst();
  if (row === undefined) throw staffNotFound();
  if (row.disabledAt !== null) throw changedMeanwhile();
  await endSessionsOf(tx, staffId);
}
