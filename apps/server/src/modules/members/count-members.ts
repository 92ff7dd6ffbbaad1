import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';

/** How many members there are; a count over the primary key's index. */
export async function countMembers(db: Db): Promise<number> {
  const { rows } = await sql<{ members: number }>`select count(*) as members from member`.execute(
    db,
  );
  return rows[0]?.members ?? 0;
}
