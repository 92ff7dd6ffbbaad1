import type { StaffRole } from '@mashang/contract';
import { onViolation } from '../../platform/database.ts';
import type { Tx } from '../../platform/database.ts';
import { cleanDisplayName } from './display-name.ts';
import { loginNameTaken } from './errors.ts';
import { guardAdministrators } from './guard-administrators.ts';
import type { NewInvitation } from './invitation.ts';
import { readLoginName } from './login-name.ts';

interface NewColleague {
  callerId: number;
  loginName: string;
  displayName: string;
  role: StaffRole;
  invitation: NewInvitation;
  now: Date;
}

/**
 * Makes an account without a password and returns its id; its link lets one person choose one.
 * Throws login_name_taken, bad_request for a name that cannot be typed, forbidden.
 */
export async function inviteColleague(tx: Tx, colleague: NewColleague): Promise<number> {
  const { callerId, role, now } = colleague;
  const { invitationHash, invitationExpiresAt } = colleague.invitation;
  await guardAdministrators(tx, { callerId, leavingId: null });
  const row = await tx
    .insertInto('staff')
    .values({
      loginName: readLoginName(colleague.loginName),
      displayName: cleanDisplayName(colleague.displayName),
      role,
      invitationHash,
      invitationExpiresAt,
      createdAt: now,
    })
    .returning('staffId')
    .executeTakeFirstOrThrow()
    .catch(onViolation('staff__login_name', loginNameTaken));
  return row.staffId;
}
