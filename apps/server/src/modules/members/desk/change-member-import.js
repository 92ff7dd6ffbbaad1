import { importNotFound, importStateConflict } from './errors.ts';
import { runJobKey } from './receive-member-import.ts';
const stateNames = {
    checking: '正在检查',
    checked: '等待确认',
    waiting: '正在排队',
    running: '正在写入',
    done: '完成',
    cancelled: '取消',
    failed: '失败',
};
/**
 * Lets a checked file be written; asked again while it is, it does nothing. Throws import_not_found,
 * import_state_conflict.
 */
export async function startMemberImport(tx, addJob, memberImportId) {
    const started = await tx
        .updateTable('memberImport')
        .set({ state: 'waiting' })
        .where('memberImportId', '=', memberImportId)
        .where('state', '=', 'checked')
        .where(({ eb }) => eb(eb('newCount', '+', eb.ref('knownCount')), '>', 0))
        .returning('memberImportId')
        .executeTakeFirst();
    if (started) {
        await addJob(tx, 'runMemberImport', { memberImportId }, { key: runJobKey(memberImportId) });
        return;
    }
    const state = await readState(tx, memberImportId);
    if (state === 'waiting' || state === 'running')
        return;
    const message = state === 'checked' ? '没有可以写入的行' : `这次导入的状态是「${stateNames[state]}」，不能写入`;
    throw importStateConflict(message, state);
}
/**
 * Leaves an import; members already written stay. Asked again it does nothing. Throws
 * import_not_found, import_state_conflict.
 */
export async function cancelMemberImport(tx, { memberImportId, now }) {
    const cancelled = await tx
        .updateTable('memberImport')
        .set({ state: 'cancelled', finishedAt: now })
        .where('memberImportId', '=', memberImportId)
        .where('state', 'in', ['checking', 'checked', 'waiting', 'running'])
        .returning('memberImportId')
        .executeTakeFirst();
    if (cancelled)
        return;
    const state = await readState(tx, memberImportId);
    if (state === 'cancelled')
        return;
    throw importStateConflict(`这次导入已${stateNames[state]}，不能取消`, state);
}
async function readState(tx, memberImportId) {
    const row = await tx
        .selectFrom('memberImport')
        .select('state')
        .where('memberImportId', '=', memberImportId)
        .executeTakeFirst();
    if (!row)
        throw importNotFound();
    return row.state;
}
