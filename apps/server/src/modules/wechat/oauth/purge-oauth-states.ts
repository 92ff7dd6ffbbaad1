import type { Db } from '../../../platform/database.ts';

/** Forgets states nobody came back with, and who came back with the others. */
export async function purgeOAuthStates(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('oauthState').where('expiresAt', '<', now).execute();
}
