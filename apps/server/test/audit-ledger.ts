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
  const { rows: totals } = await sql<{ claims: number; rolledUp: number }>`
    select (select count(*) from claim) as claims, (
      select coalesce(sum(claims), 0)::bigint from (
        select claims from claim_rollup union all select claims from claim_rollup_delta) as every
    ) as rolled_up`.execute(db);
  expect(totals[0]?.rolledUp).toBe(totals[0]?.claims);
}
