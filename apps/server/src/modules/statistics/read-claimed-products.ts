import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';
import { numberArray } from '../../platform/number-array.ts';

/**
 * Of these pairs those whose member has claimed a code of the product, in transactions that have ended:
 * as `member:product`. Asked of the roll-up, one look into its index for each pair, and of the deltas
 * that wait to be folded into it.
 */
export async function readClaimedProducts(
  db: Db,
  pairs: { memberId: number; productId: number }[],
): Promise<Set<string>> {
  if (pairs.length === 0) return new Set();
  const { rows } = await sql<{ memberId: number; productId: number }>`
    with asked as materialized (
      select * from unnest(
        ${numberArray(pairs.map(({ memberId }) => memberId))}::bigint[],
        ${numberArray(pairs.map(({ productId }) => productId))}::bigint[]
      ) as asked (member_id, product_id)
    )
    select asked.* from asked cross join lateral (
      select from member_rollup r
      where r.member_id = asked.member_id and r.product_id = asked.product_id limit 1
    ) folded
    union
    select asked.* from asked join claim_rollup_delta d using (member_id, product_id)`.execute(db);
  return new Set(rows.map(({ memberId, productId }) => `${memberId}:${productId}`));
}
