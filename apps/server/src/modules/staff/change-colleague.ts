import type { StaffRole } from '@mashang/contract';
import type { Tx } from '../../platform/database.ts';
import { cleanDisplayName } from './display-name.ts';
import { staffNotFound } from './errors.ts';
import { guardAdministrators } from './guard-administrators.ts';

/**
 * Renames an account and sets its role, which counts from its next request on.
 * Throws staff_not_found, last_administrator, forbidden.
 */
export async function changeColleague(
  tx: Tx,
  change: { callerId: number; staffId: number; displayName: string; role: StaffRole },
): Promise<void> {
  const { callerId, staffId, role } = change;
  await guardAdministrators(tx, { callerId, leavingId: role === 'operator' ? staffId : null });
  const row = await tx
    .updateTable('staff')
    .set({ displayName: cleanDisplayName(change.displayName), role })
    .where('staffId', '=', staffId)
    .returning('staffId')
    .executeTakeFirst();
  if (row === undefined) throw staffNotFound();
}
