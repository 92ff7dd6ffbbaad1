import { sql } from 'kysely';
/** How many members there are; a count over the primary key's index. */
export async function countMembers(db) {
    const { rows } = await sql `select count(*) as members from member`.execute(db);
    return rows[0]?.members ?? 0;
}
