import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';

/** Deltas folded in one go; what is left is folded a second later. */
const foldMax = 20_000;

/**
 * Sums waiting deltas into the roll-up. One process at a time: another one finds the lock taken and
 * leaves. @returns how many deltas were folded
 */
export async function foldRollup(tx: Tx): Promise<number> {
  const { rows } = await sql<{ folded: number }>`
    with turn as materialized (
      select pg_try_advisory_xact_lock(hashtext('claim_rollup')) as mine
    ), taken as (
      delete from claim_rollup_delta where delta_id in (
        select delta_id from claim_rollup_delta, turn where turn.mine
        order by delta_id limit ${foldMax}
      ) returning hour, product_id, batch_id, claims, points
    ), folded as (
      insert into claim_rollup (hour, product_id, batch_id, claims, points)
      select hour, product_id, batch_id, sum(claims)::bigint, sum(points)::bigint
      from taken group by hour, product_id, batch_id
      on conflict (hour, product_id, batch_id) do update set
        claims = claim_rollup.claims + excluded.claims,
        points = claim_rollup.points + excluded.points
    )
    select count(*) as folded from taken`.execute(tx);
  return rows[0]?.folded ?? 0;
}
