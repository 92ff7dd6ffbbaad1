import { sql } from 'kysely';
import { tagsMax } from './judge-import-row.ts';
import { openImportRows } from './open-import-rows.ts';
const rowsPerChunk = 500;
/**
 * The dry run: says of every row whether it makes a member, brings one up to date, or cannot be
 * taken. Writes nothing else. May be run again after a crash; a cancelled one stops.
 */
export async function checkMemberImport(tools, memberImportId) {
    const { db } = tools;
    const counts = { new: 0, known: 0, wrong: 0 };
    const seen = new Set();
    for (let behind = 0;;) {
        const rows = await readRows(db, memberImportId, behind);
        const last = rows.at(-1);
        if (last === undefined)
            break;
        const members = await openImportRows(tools, rows);
        const judged = members.map(({ lineNumber, member }) => ({
            lineNumber,
            member: rejectRepeat(member, seen),
        }));
        const verdicts = await compare(db, judged);
        for (const { outcome } of verdicts)
            counts[outcome] += 1;
        const goesOn = await db
            .transaction()
            .execute((tx) => keepVerdicts(tx, memberImportId, verdicts));
        if (!goesOn)
            return;
        behind = last.lineNumber;
    }
    await db
        .updateTable('memberImport')
        .set({
        state: 'checked',
        newCount: counts.new,
        knownCount: counts.known,
        wrongCount: counts.wrong,
    })
        .where('memberImportId', '=', memberImportId)
        .where('state', '=', 'checking')
        .execute();
}
function readRows(db, memberImportId, behind) {
    return db
        .selectFrom('memberImportRow')
        .select(['lineNumber', 'sealed'])
        .where('memberImportId', '=', memberImportId)
        .where('lineNumber', '>', behind)
        .orderBy('lineNumber')
        .limit(rowsPerChunk)
        .execute();
}
/** The first row of a number stays. */
function rejectRepeat(member, seen) {
    if ('problem' in member)
        return member;
    const hash = member.mobile.hash.toString('base64');
    if (seen.has(hash))
        return { problem: 'duplicateInFile' };
    seen.add(hash);
    return member;
}
async function compare(db, judged) {
    const hashes = judged.flatMap(({ member }) => ('problem' in member ? [] : [member.mobile.hash]));
    const { rows } = await sql `
    select mobile_hash, tags from member where mobile_hash = any(${hashes}::bytea[])`.execute(db);
    const tagsOf = new Map(rows.map(({ mobileHash, tags }) => [mobileHash.toString('hex'), tags]));
    return judged.map(({ lineNumber, member }) => {
        if ('problem' in member)
            return { lineNumber, outcome: 'wrong', problem: member.problem };
        const tags = tagsOf.get(member.mobile.hash.toString('hex'));
        if (tags === undefined)
            return { lineNumber, outcome: 'new', problem: null };
        if (new Set([...tags, ...member.tags]).size > tagsMax) {
            return { lineNumber, outcome: 'wrong', problem: 'tooManyTags' };
        }
        return { lineNumber, outcome: 'known', problem: null };
    });
}
/** False when the import is no longer being checked. */
async function keepVerdicts(tx, memberImportId, verdicts) {
    const row = await tx
        .selectFrom('memberImport')
        .select('state')
        .where('memberImportId', '=', memberImportId)
        .forShare()
        .executeTakeFirst();
    if (row?.state !== 'checking')
        return false;
    const lineNumbers = verdicts.map(({ lineNumber }) => lineNumber);
    // The bounds keep to one stretch of the key, whatever is known of a table filled a moment ago.
    await sql `update member_import_row row set outcome = verdict.outcome, problem = verdict.problem
    from unnest(${lineNumbers}::int[], ${verdicts.map(({ outcome }) => outcome)}::text[],
      ${verdicts.map(({ problem }) => problem)}::text[])
      as verdict (line_number, outcome, problem)
    where row.member_import_id = ${memberImportId} and row.line_number = verdict.line_number
      and row.line_number between ${lineNumbers[0]} and ${lineNumbers.at(-1)}`.execute(tx);
    return true;
}
