import { checkJobKey, runJobKey } from './receive-member-import.ts';
const keptMs = 7 * 24 * 60 * 60 * 1000;
/**
 * Deletes the rows of imports that ended more than a week ago, for they are personal data; a checked
 * one that nobody ran within a week is left. Once a day; safe at any time.
 */
export async function purgeMemberImports(tx, now) {
    const before = new Date(now.getTime() - keptMs);
    await tx
        .updateTable('memberImport')
        .set({ state: 'cancelled', finishedAt: now })
        .where('state', '=', 'checked')
        .where('createdAt', '<', before)
        .execute();
    await tx
        .deleteFrom('memberImportRow')
        .using('memberImport')
        .whereRef('memberImport.memberImportId', '=', 'memberImportRow.memberImportId')
        .where('memberImport.finishedAt', '<', before)
        .execute();
}
/** Enqueues the jobs of unfinished imports again, for one may have given up. Safe at any time. */
export async function recoverMemberImports({ db, addJob, }) {
    const unfinished = await db
        .selectFrom('memberImport')
        .select(['memberImportId', 'state'])
        .where('state', 'in', ['checking', 'waiting', 'running'])
        .execute();
    for (const { memberImportId, state } of unfinished) {
        await db.transaction().execute(async (tx) => {
            if (state === 'checking') {
                const key = checkJobKey(memberImportId);
                await addJob(tx, 'checkMemberImport', { memberImportId }, { key });
            }
            else {
                const key = runJobKey(memberImportId);
                await addJob(tx, 'runMemberImport', { memberImportId }, { key });
            }
        });
    }
}
