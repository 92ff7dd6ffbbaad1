import { readCursor, writeCursor } from '../../../platform/paging.ts';
import { importNotFound } from './errors.ts';
const pageRowsDefault = 50;
/** A page of the files, newest first unless said otherwise. */
export async function listMemberImports(db, names, page) {
    const limit = page.limit ?? pageRowsDefault;
    const position = readCursor(page.cursor, isPosition);
    let select = db.selectFrom('memberImport').selectAll();
    if (page.state !== undefined)
        select = select.where('state', '=', page.state);
    const isOldestFirst = page.sort === 'oldest';
    if (position !== null) {
        select = select.where('memberImportId', isOldestFirst ? '>' : '<', position.behind);
    }
    const found = await select
        .orderBy('memberImportId', isOldestFirst ? 'asc' : 'desc')
        .limit(limit + 1)
        .execute();
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    const next = last && found.length > limit ? { behind: last.memberImportId } : null;
    return { rows: await describe(db, names, rows), next: writeCursor(next) };
}
/** Throws import_not_found. */
export async function getMemberImport(db, names, memberImportId) {
    const row = await db
        .selectFrom('memberImport')
        .selectAll()
        .where('memberImportId', '=', memberImportId)
        .executeTakeFirst();
    if (!row)
        throw importNotFound();
    const [found] = await describe(db, names, [row]);
    return found;
}
async function describe(db, { readStaffNames }, rows) {
    const staffNames = await readStaffNames(db, rows.map(({ staffId }) => staffId));
    return rows.map(({ staffId, state, createdAt, finishedAt, ...row }) => ({
        ...row,
        // The table's own check holds these words.
        state: state,
        staffName: staffNames.get(staffId) ?? '',
        createdAt: createdAt.toISOString(),
        finishedAt: finishedAt?.toISOString() ?? null,
    }));
}
function isPosition(value) {
    return (typeof value === 'object' &&
        value !== null &&
        'behind' in value &&
        Number.isSafeInteger(value.behind));
}
