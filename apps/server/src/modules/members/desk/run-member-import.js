import { retrySerialization } from '../../../platform/database.ts';
import { openImportRows } from './open-import-rows.ts';
import { writeImportedMembers } from './write-imported-members.ts';
const rowsPerChunk = 500;
/**
 * Writes the members of a checked file, chunk by chunk. May be run again after a crash, or twice at
 * once: every row is written by the transaction that marks it. A cancelled one stops between chunks.
 */
export async function runMemberImport(tools, memberImportId) {
    await tools.db
        .updateTable('memberImport')
        .set({ state: 'running' })
        .where('memberImportId', '=', memberImportId)
        .where('state', '=', 'waiting')
        .execute();
    for (let goesOn = true; goesOn;) {
        goesOn = await retrySerialization(() => tools.db.transaction().execute((tx) => writeChunk(tx, tools, memberImportId)));
    }
}
/** False when nothing is left, or the import is no longer running. */
async function writeChunk(tx, tools, memberImportId) {
    const { mobiles, onMemberCreated, clock } = tools;
    // Two runs of one import take turns here; a cancellation waits for the chunk, or is seen.
    const running = await tx
        .selectFrom('memberImport')
        .select('rowsWritten')
        .where('memberImportId', '=', memberImportId)
        .where('state', '=', 'running')
        .forUpdate()
        .executeTakeFirst();
    if (running === undefined)
        return false;
    const rows = await tx
        .selectFrom('memberImportRow')
        .select(['lineNumber', 'sealed'])
        .where('memberImportId', '=', memberImportId)
        .where('outcome', 'in', ['new', 'known'])
        .orderBy('lineNumber')
        .limit(rowsPerChunk)
        .execute();
    const now = clock.now();
    if (rows.length === 0) {
        await tx
            .updateTable('memberImport')
            .set({ state: 'done', finishedAt: now })
            .where('memberImportId', '=', memberImportId)
            .execute();
        return false;
    }
    const members = (await openImportRows(tools, rows))
        .map(({ member }) => member)
        .filter((member) => !('problem' in member));
    await writeImportedMembers(tx, { mobiles, onMemberCreated, now }, members);
    const lineNumbers = rows.map(({ lineNumber }) => lineNumber);
    await tx
        .updateTable('memberImportRow')
        .set({ outcome: 'written' })
        .where('memberImportId', '=', memberImportId)
        .where('lineNumber', 'in', lineNumbers)
        .execute();
    await tx
        .updateTable('memberImport')
        .set({ rowsWritten: running.rowsWritten + rows.length })
        .where('memberImportId', '=', memberImportId)
        .execute();
    return true;
}
