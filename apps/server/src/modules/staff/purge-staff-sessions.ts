import type { Tx } from '../../platform/database.ts';

/** Deletes sessions that expired before `before`; for a daily job. */
export async function purgeStaffSessions(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('staffSession').where('expiresAt', '<', before).execute();
}
