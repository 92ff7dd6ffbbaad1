import type { Tx } from '../../platform/database.ts';

/** Deletes codes that expired before `before`; for a daily job. */
export async function purgeSmsCodes(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('smsCode').where('expiresAt', '<', before).execute();
}
