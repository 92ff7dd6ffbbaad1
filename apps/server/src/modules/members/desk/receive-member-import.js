import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { busy, Refusal } from '../../../platform/errors.ts';
import { cleanLine } from '../../../platform/clean-text.ts';
import { importFileUnreadable, tooManyImports } from './errors.ts';
import { importBytesMax, importTexts } from './import-texts.ts';
import { readImportTable } from './read-import-table.ts';
/** Files being checked or written. */
export const unfinishedMax = 10;
/** A file is held in memory while it is read. */
const readAtOnceMax = 3;
const rowsPerInsert = 1_000;
let beingRead = 0;
/**
 * Reads a file of members, keeps its rows sealed and enqueues the check. Returns the import's id.
 * Throws import_file_unreadable, busy; then nothing is kept.
 */
export async function receiveMemberImport(tools, upload) {
    if (upload.announcedBytes > importBytesMax)
        throw tooLarge();
    if (beingRead >= readAtOnceMax)
        throw busy();
    beingRead += 1;
    try {
        const bytes = await readBody(upload.body);
        const rows = await readImportTable(bytes, upload.fileName);
        const sealed = await sealRows(tools.rowSeal, rows);
        return await tools.db.transaction().execute((tx) => keepImport(tx, tools, upload, sealed));
    }
    finally {
        beingRead -= 1;
    }
}
async function readBody(body) {
    const pieces = [];
    let bytes = 0;
    try {
        // Destroying the request would cut the connection before the refusal is sent.
        for await (const chunk of body.iterator({ destroyOnReturn: false })) {
            const piece = chunk;
            bytes += piece.length;
            if (bytes > importBytesMax)
                throw tooLarge();
            pieces.push(piece);
        }
    }
    catch (error) {
        if (error instanceof Refusal)
            throw error;
        throw importFileUnreadable(importTexts.uploadBroken);
    }
    return Buffer.concat(pieces);
}
async function sealRows(rowSeal, rows) {
    const sealed = [];
    for (const { lineNumber, cells } of rows) {
        if (sealed.length % 200 === 199)
            await setImmediate();
        sealed.push({ lineNumber, sealed: rowSeal.seal(cells) });
    }
    return sealed;
}
async function keepImport(tx, { clock, addJob }, { fileName, staffId }, rows) {
    await refuseTooMany(tx);
    const { memberImportId } = await tx
        .insertInto('memberImport')
        .values({
        fileName: cleanLine(fileName),
        state: 'checking',
        rowsRead: rows.length,
        staffId,
        createdAt: clock.now(),
    })
        .returning('memberImportId')
        .executeTakeFirstOrThrow();
    for (let start = 0; start < rows.length; start += rowsPerInsert) {
        const part = rows.slice(start, start + rowsPerInsert);
        // Nobody reads an outcome before the check has written it.
        await sql `insert into member_import_row (member_import_id, line_number, sealed, outcome)
      select ${memberImportId}, line_number, sealed, 'new'
      from unnest(${part.map((row) => row.lineNumber)}::int[],
        ${part.map((row) => row.sealed)}::bytea[]) as row (line_number, sealed)`.execute(tx);
    }
    await addJob(tx, 'checkMemberImport', { memberImportId }, { key: checkJobKey(memberImportId) });
    return memberImportId;
}
async function refuseTooMany(tx) {
    await sql `select pg_advisory_xact_lock(hashtext('member_import:open'))`.execute(tx);
    const { unfinished } = await tx
        .selectFrom('memberImport')
        .select(sql `count(*)::int`.as('unfinished'))
        .where('state', 'in', ['checking', 'waiting', 'running'])
        .executeTakeFirstOrThrow();
    if (unfinished >= unfinishedMax)
        throw tooManyImports(unfinishedMax);
}
export function checkJobKey(memberImportId) {
    return `checkMemberImport:${memberImportId}`;
}
export function runJobKey(memberImportId) {
    return `runMemberImport:${memberImportId}`;
}
function tooLarge() {
    return importFileUnreadable(importTexts.tooLarge, 413);
}
