import { sql } from 'kysely';
import type { Db } from '../../../platform/database.ts';

const tagsMax = 200;

/** Tags in use, the commonest first. Reads every tagged member. */
export async function listTags(db: Db): Promise<{ tag: string; members: number }[]> {
  const { rows } = await sql<{ tag: string; members: number }>`
    select tag, count(*) as members from member, unnest(tags) tag
    where tags <> '{}' group by tag order by members desc, tag limit ${tagsMax}`.execute(db);
  return rows;
}
