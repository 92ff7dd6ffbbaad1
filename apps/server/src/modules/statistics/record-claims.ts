import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';

const hourMs = 60 * 60 * 1000;

/** Adds claims to the numbers, in their own transaction; one small row per product and batch. */
export async function recordClaims(
  tx: Tx,
  claims: readonly { productId: number; batchId: number; points: number }[],
  claimedAt: Date,
): Promise<void> {
  if (claims.length === 0) return;
  const deltas = new Map<
    string,
    { productId: number; batchId: number; claims: number; points: number }
  >();
  for (const { productId, batchId, points } of claims) {
    const key = `${productId}:${batchId}`;
    const delta = deltas.get(key) ?? { productId, batchId, claims: 0, points: 0 };
    delta.claims += 1;
    delta.points += points;
    deltas.set(key, delta);
  }
  const rows = [...deltas.values()];
  const hour = new Date(Math.floor(claimedAt.getTime() / hourMs) * hourMs);
  await sql`
    insert into claim_rollup_delta (hour, product_id, batch_id, claims, points)
    select ${hour}::timestamptz, * from unnest(
      ${rows.map((row) => row.productId)}::bigint[],
      ${rows.map((row) => row.batchId)}::int[],
      ${rows.map((row) => row.claims)}::bigint[],
      ${rows.map((row) => row.points)}::bigint[])`.execute(tx);
}
