import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';

/** Deltas folded in one go; what is left is folded a second later. */
const foldMax = 20_000;

/**
 * Sums waiting deltas into the roll-ups. One process at a time: another one finds the lock taken and
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
      ) returning hour, product_id, batch_id, region_code, member_kind, member_id, claims, points,
        (hour at time zone 'Asia/Shanghai')::date as day
    ), by_hour as (
      insert into claim_rollup
        (hour, product_id, batch_id, region_code, member_kind, claims, points)
      select hour, product_id, batch_id, region_code, member_kind,
        sum(claims)::bigint, sum(points)::bigint
      from taken group by hour, product_id, batch_id, region_code, member_kind
      on conflict (hour, product_id, batch_id, region_code, member_kind) do update set
        claims = claim_rollup.claims + excluded.claims,
        points = claim_rollup.points + excluded.points
    ), by_member as (
      insert into member_rollup (day, member_id, product_id, claims, points)
      select day, member_id, product_id, sum(claims)::bigint, sum(points)::bigint
      from taken where member_id <> 0 group by day, member_id, product_id
      -- neighbours in the index one after the other
      order by day, member_id, product_id
      on conflict (day, member_id, product_id) do update set
        claims = member_rollup.claims + excluded.claims,
        points = member_rollup.points + excluded.points
    ), by_day as (
      insert into day_rollup (day, claims, points)
      select day, sum(claims)::bigint, sum(points)::bigint from taken group by day
      on conflict (day) do update set
        claims = day_rollup.claims + excluded.claims,
        points = day_rollup.points + excluded.points
    ), by_batch as (
      insert into batch_rollup (batch_id, claims)
      select batch_id, sum(claims)::bigint from taken group by batch_id
      on conflict (batch_id) do update set claims = batch_rollup.claims + excluded.claims
    )
    select count(*) as folded from taken`.execute(tx);
  return rows[0]?.folded ?? 0;
}
