/** Deletes sessions that expired before `before`; for a daily job. */
export async function purgeMemberSessions(tx, before) {
    await tx.deleteFrom('memberSession').where('expiresAt', '<', before).execute();
}
