import type { Tx } from '../../platform/database.ts';

/** Deletes sessions that expired before `before`; for a daily job. */
export async function purgeMemberSessions(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('memberSession').where('expiresAt', '<', before).execute();
}
