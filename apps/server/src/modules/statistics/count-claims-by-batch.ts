import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';

/** Codes claimed of each of these batches. */
export async function countClaimsByBatch(db: Db, batchIds: number[]): Promise<Map<number, number>> {
  const { rows } = await sql<{ batchId: number; claims: number }>`
    select batch_id, sum(claims)::bigint as claims from (
      select batch_id, claims from batch_rollup where batch_id = any(${batchIds}::int[])
      union all
      select batch_id, claims from claim_rollup_delta where batch_id = any(${batchIds}::int[])
    ) as every group by batch_id`.execute(db);
  return new Map(rows.map((row) => [row.batchId, row.claims]));
}
