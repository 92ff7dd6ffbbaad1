import { sql } from 'kysely';
const tagsMax = 200;
/** Tags in use, the commonest first. Reads every tagged member. */
export async function listTags(db) {
    const { rows } = await sql `
    select tag, count(*) as members from member, unnest(tags) tag
    where tags <> '{}' group by tag order by members desc, tag limit ${tagsMax}`.execute(db);
    return rows;
}
