import { sql } from 'kysely';
import type { MemberKind } from '@mashang/contract';
import type { Tx } from '../../platform/database.ts';
import { numberArray, textArray } from '../../platform/number-array.ts';

const hourMs = 60 * 60 * 1000;

export interface CountedClaim {
  memberId: number;
  memberKind: MemberKind;
  /** City or province of the member; null when not known. */
  regionCode: string | null;
  productId: number;
  batchId: number;
  points: number;
}

/**
 * Adds claims to the numbers, in their own transaction; one small row per member, product and batch.
 * A member has one region and one kind in one transaction.
 */
export async function recordClaims(
  tx: Tx,
  claims: readonly CountedClaim[],
  claimedAt: Date,
): Promise<void> {
  if (claims.length === 0) return;
  const deltas = new Map<string, CountedClaim & { claims: number }>();
  for (const claim of claims) {
    const key = `${claim.memberId}:${claim.productId}:${claim.batchId}`;
    const delta = deltas.get(key);
    if (delta) {
      delta.claims += 1;
      delta.points += claim.points;
    } else {
      deltas.set(key, { ...claim, claims: 1 });
    }
  }
  const rows = [...deltas.values()];
  const hour = new Date(Math.floor(claimedAt.getTime() / hourMs) * hourMs);
  await sql`/* often */
    insert into claim_rollup_delta
      (hour, product_id, batch_id, region_code, member_kind, member_id, claims, points)
    select ${hour}::timestamptz, * from unnest(
      ${numberArray(rows.map((row) => row.productId))}::bigint[],
      ${numberArray(rows.map((row) => row.batchId))}::int[],
      ${textArray(rows.map((row) => row.regionCode ?? ''))}::text[],
      ${textArray(rows.map((row) => row.memberKind))}::text[],
      ${numberArray(rows.map((row) => row.memberId))}::bigint[],
      ${numberArray(rows.map((row) => row.claims))}::bigint[],
      ${numberArray(rows.map((row) => row.points))}::bigint[])`.execute(tx);
}
