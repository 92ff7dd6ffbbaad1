import type { Tx } from '../../platform/database.ts';
import { forbidden } from '../../platform/errors.ts';
import { lastAdministrator } from './errors.ts';

/**
 * The first step of every change to accounts. Locks all active administrators, in the order of their
 * keys, until `tx` ends: such changes come one after the other, each seeing what the one before did.
 *
 * Throws last_administrator when `leavingId` is the only one left, forbidden when the caller is none
 * any more.
 *
 * @param leavingId the account that is to be an active administrator no longer, if any
 */
export async function guardAdministrators(
  tx: Tx,
  { callerId, leavingId }: { callerId: number; leavingId: number | null },
): Promise<void> {
  const rows = await tx
    .selectFrom('staff')
    .select('staffId')
    .where('role', '=', 'administrator')
    .where('disabledAt', 'is', null)
    .where('passwordHash', 'is not', null)
    .orderBy('staffId')
    .forNoKeyUpdate()
    .execute();
  const ids = rows.map(({ staffId }) => staffId);
  if (ids.length === 1 && ids[0] === leavingId) throw lastAdministrator();
  if (!ids.includes(callerId)) throw forbidden();
}
