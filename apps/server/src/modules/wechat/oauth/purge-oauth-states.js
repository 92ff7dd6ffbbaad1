/** Forgets states nobody came back with, and who came back with the others. */
export async function purgeOAuthStates(db, now) {
    await db.deleteFrom('oauthState').where('expiresAt', '<', now).execute();
}
