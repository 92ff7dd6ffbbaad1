/** Deletes what expired before `before`, with the addresses in it; for a daily job. */
export async function purgeScanSignIns(tx, before) {
    await tx.deleteFrom('scanSignIn').where('expiresAt', '<', before).execute();
}
