import { expect } from 'vitest';
import { sql } from 'kysely';
import type { Db } from '../src/platform/database.ts';

/** What must hold at every commit; fails the test with the accounts that break it. */
export async function expectSoundLedger(db: Db): Promise<void> {
  const { rows: broken } = await sql`
    select account.member_id, account.balance, account.last_sequence, entries.*
    from points_account account
    left join lateral (
      select coalesce(sum(points), 0) as total, count(*) as entries,
        count(distinct sequence) as sequences, coalesce(max(sequence), 0) as highest,
        coalesce(-sum(points) filter (where kind in ('spend', 'refund')), 0) as spent,
        (array_agg(balance_after order by sequence desc))[1] as last_balance
      from points_entry where points_entry.member_id = account.member_id
    ) entries on true
    where account.balance <> entries.total
      or account.balance <> account.earned - account.spent
      or account.spent <> entries.spent
      or account.last_sequence <> entries.entries
      or entries.sequences <> entries.entries
      or entries.highest <> entries.entries
      or account.balance <> coalesce(entries.last_balance, 0)`.execute(db);
  expect(broken).toEqual([]);
  const { rows: unpaid } = await sql`
    select claim.code_id::text from claim
    full join (select * from points_entry where source_kind = 'claim') entry
      on entry.source_id = claim.code_id
      and entry.member_id = claim.member_id and entry.points = claim.points
    where claim.code_id is null or entry.source_id is null`.execute(db);
  expect(unpaid).toEqual([]);
  // The sum a member is shown ends in what was paid, and the guard knows of every code that was won.
  const { rows: unexplained } = await sql`
    select member_id, sequence from points_entry where source_kind = 'claim' and points
      <> coalesce(explanation #>> '{steps,-1,points}', explanation ->> 'base')::bigint`.execute(db);
  expect(unexplained).toEqual([]);
  const { rows: uncounted } = await sql`
    select guard.member_id, claims_ever, claims from guard_member guard
    cross join lateral (
      select count(*) as claims from claim where claim.member_id = guard.member_id
    ) won where claims_ever <> claims`.execute(db);
  expect(uncounted).toEqual([]);
  await expectExactRollups(db);
}

/** Every roll-up, with the deltas that wait, says what the ledger says, in every dimension. */
export async function expectExactRollups(db: Db): Promise<void> {
  const { rows } = await sql`
    with entry as (
      select date_trunc('hour', created_at, 'UTC') as hour, product_id, batch_id,
        coalesce(region_code, '') as region_code, coalesce(member_kind, '') as member_kind,
        member_id, 1 as claims, points
      from points_entry where kind = 'award'
    ), delta as (
      select hour, product_id, batch_id, region_code, member_kind, member_id, claims, points
      from claim_rollup_delta
    ), expected as (${figuresOf('entry')}), waiting as (${figuresOf('delta')}
    ), kept as (
      select * from waiting
      union all select 'hour', jsonb_build_array(hour, product_id, batch_id, region_code,
        member_kind)::text, claims, points from claim_rollup
      union all select 'member', jsonb_build_array(day, member_id, product_id)::text,
        claims, points from member_rollup
      union all select 'day', day::text, claims, points from day_rollup
      union all select 'batch', batch_id::text, claims, 0 from batch_rollup
    ), actual as (
      select what, key, sum(claims) as claims, sum(points) as points from kept group by what, key
    )
    select what, key, expected.claims as expected_claims, actual.claims,
      expected.points as expected_points, actual.points
    from expected full join actual using (what, key)
    where expected.claims is distinct from actual.claims
      or expected.points is distinct from actual.points`.execute(db);
  expect(rows).toEqual([]);
}

function figuresOf(source: 'entry' | 'delta') {
  const from = sql`(
    select *, (hour at time zone 'Asia/Shanghai')::date as day from ${sql.raw(source)}) as counted`;
  return sql`
    select 'hour' as what, jsonb_build_array(hour, product_id, batch_id, region_code,
      member_kind)::text as key, sum(claims) as claims, sum(points) as points
    from ${from} group by 2
    union all select 'member', jsonb_build_array(day, member_id, product_id)::text, sum(claims),
      sum(points) from ${from} group by 2
    union all select 'day', day::text, sum(claims), sum(points) from ${from} group by 2
    union all select 'batch', batch_id::text, sum(claims), 0 from ${from} group by 2`;
}
