import { sql } from 'kysely';
import type { AuditPart } from './findings.ts';

const figures = {
  name: 'statistics',
  promise: 'every figure of the roll-ups, with the deltas that wait, is what the ledger says',
};

/** The roll-ups in all their dimensions, one Beijing day at a time; sums by batch at the end. */
export const checkStatistics: AuditPart = async function statistics(tx, findings) {
  const { rows: days } = await sql<{ day: string }>`
    select distinct day from (
      select generate_series(
        min((created_at at time zone 'Asia/Shanghai')::date),
        max((created_at at time zone 'Asia/Shanghai')::date), interval '1 day')::date as day
      from points_entry where kind = 'award'
      union all select day from day_rollup
      union all select day from member_rollup) known where day is not null order by day`.execute(
    tx,
  );
  for (const { day } of days) {
    const { rows } = await sql<{ what: string; key: string; kept: string; expected: string }>`
      ${differencesOf(day)}`.execute(tx);
    findings.looked(figures, 1);
    for (const { what, key, kept, expected } of rows) {
      findings.found(figures, `${day}, ${what} ${key}: ${kept}, the ledger says ${expected}`);
    }
  }
  const { rows: batches } = await sql<{ batchId: number; kept: number; expected: number }>`
    select batch_id, coalesce(kept, 0)::bigint as kept, coalesce(expected, 0)::bigint as expected
    from (select batch_id, sum(claims) as expected from claim_rollup group by 1) counted
    full join (select batch_id, sum(claims) as kept from batch_rollup group by 1) batch
      using (batch_id)
    where kept is distinct from expected`.execute(tx);
  for (const { batchId, kept, expected } of batches) {
    findings.found(figures, `batch ${batchId}: ${kept}, its hours say ${expected}`);
  }
};

/** What roll-ups and waiting deltas keep of a day, where it is not what the entries of that day say. */
function differencesOf(day: string) {
  const dayStart = sql`(${day}::date::timestamp at time zone 'Asia/Shanghai')`;
  const within = (moment: string) => sql`${sql.ref(moment)} >= ${dayStart}
    and ${sql.ref(moment)} < ${dayStart} + interval '1 day'`;
  return sql`
    with entry as (
      select date_trunc('hour', created_at, 'UTC') as hour, product_id, batch_id,
        coalesce(region_code, '') as region_code, coalesce(member_kind, '') as member_kind,
        member_id, 1 as claims, points
      from points_entry where kind = 'award' and ${within('created_at')}
    ), delta as (
      select hour, product_id, batch_id, region_code, member_kind, member_id, claims, points
      from claim_rollup_delta where ${within('hour')}
    ), expected as (${figuresOf('entry')}), kept as (
      ${figuresOf('delta')}
      union all select 'hour', jsonb_build_array(hour, product_id, batch_id, region_code,
        member_kind)::text, claims, points from claim_rollup where ${within('hour')}
      union all select 'member', jsonb_build_array(member_id, product_id)::text,
        claims, points from member_rollup where day = ${day}::date
      union all select 'day', '', claims, points from day_rollup where day = ${day}::date
    ), actual as (
      select what, key, sum(claims) as claims, sum(points) as points from kept group by what, key
    )
    select what, key, coalesce(actual.claims, 0) || ' / ' || coalesce(actual.points, 0) as kept,
      coalesce(expected.claims, 0) || ' / ' || coalesce(expected.points, 0) as expected
    from expected full join actual using (what, key)
    where expected.claims is distinct from actual.claims
      or expected.points is distinct from actual.points`;
}

function figuresOf(source: 'entry' | 'delta') {
  const from = sql.raw(source);
  return sql`
    select 'hour' as what, jsonb_build_array(hour, product_id, batch_id, region_code,
      member_kind)::text as key, sum(claims) as claims, sum(points) as points
    from ${from} group by 2
    union all select 'member', jsonb_build_array(member_id, product_id)::text, sum(claims),
      sum(points) from ${from} group by 2
    union all select 'day', '', sum(claims), sum(points) from ${from} group by 1, 2`;
}
