import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';

/**
 * Which of these products these members have claimed a code of, in transactions that have ended: as
 * `member:product`, asked of the roll-up and of the deltas that wait to be folded into it.
 */
export async function readClaimedProducts(
  db: Db,
  memberIds: number[],
  productIds: number[],
): Promise<Set<string>> {
  const { rows } = await sql<{ memberId: number; productId: number }>`
    select distinct member_id, product_id from member_rollup
    where member_id = any(${memberIds}::bigint[]) and product_id = any(${productIds}::bigint[])
    union
    select member_id, product_id from claim_rollup_delta
    where member_id = any(${memberIds}::bigint[]) and product_id = any(${productIds}::bigint[])
    `.execute(db);
  return new Set(rows.map(({ memberId, productId }) => `${memberId}:${productId}`));
}
