import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { staffNotFound } from './errors.ts';
import { guardAdministrators } from './guard-administrators.ts';
import { endSessionsOf } from './staff-sessions.ts';

/**
 * Closes an account: its sessions and its open invitation end at that moment. Opened again, it has
 * its password back but neither of those. Doing either twice changes nothing.
 * Throws staff_not_found, last_administrator, forbidden.
 */
export async function disableColleague(
  tx: Tx,
  input: { callerId: number; staffId: number; disabled: boolean; now: Date },
): Promise<void> {
  const { callerId, staffId, disabled, now } = input;
  await guardAdministrators(tx, { callerId, leavingId: disabled ? staffId : null });
  const row = await tx
    .updateTable('staff')
    .set(
      disabled
        ? {
            disabledAt: sql<Date>`coalesce(disabled_at, ${now})`,
            invitationHash: null,
            invitationExpiresAt: null,
          }
        : { disabledAt: null },
    )
    .where('staffId', '=', staffId)
    .returning('staffId')
    .executeTakeFirst();
  if (row === undefined) throw staffNotFound();
  if (disabled) await endSessionsOf(tx, staffId);
}
