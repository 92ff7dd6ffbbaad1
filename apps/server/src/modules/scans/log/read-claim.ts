import { sql } from 'kysely';
import type { Db } from '../../../platform/database.ts';

export interface FoundClaim {
  memberId: number;
  points: number;
  claimedAt: Date;
  province: string | null;
}

/** Who has the points of a code; null while nobody has. */
export async function readClaim(db: Db, codeId: bigint): Promise<FoundClaim | null> {
  const { rows } = await sql<FoundClaim>`
    select member_id, points, claimed_at, province from claim
    where code_id = ${codeId}::bigint`.execute(db);
  return rows[0] ?? null;
}
