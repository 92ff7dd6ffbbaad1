import type { Tx } from '../../../platform/database.ts';

/** Deletes what expired before `before`, with the addresses in it; for a daily job. */
export async function purgeScanSignIns(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('scanSignIn').where('expiresAt', '<', before).execute();
}
