/**
 * For each check of the audit, a change of the data that only a broken product could make. The test of
 * the harness makes them one by one and expects the check to see it.
 */
export const sabotages: Record<string, string> = {
  balances: `update points_account set balance = balance + 1, earned = earned + 1
    where member_id = (select min(member_id) from points_entry)`,
  sequences: `update points_entry set sequence = sequence + 100
    where (member_id, sequence) = (select member_id, max(sequence) from points_entry
      group by member_id order by member_id limit 1)`,
  'running-balances': `update points_entry set balance_after = balance_after + 1
    where sequence = 1 and member_id = (select member_id from points_entry
      where sequence = 2 order by member_id limit 1)`,
  owners: `delete from points_account where member_id = (select min(member_id) from points_entry)`,
  'paid-once': `with last as (
      select * from points_entry where kind = 'award' order by created_at desc limit 1
    ), moved as (
      update points_account set balance = balance + last.points, earned = earned + last.points,
        last_sequence = last_sequence + 1
      from last where points_account.member_id = last.member_id
      returning points_account.member_id, balance, last_sequence)
    insert into points_entry (member_id, sequence, kind, points, balance_after, source_kind,
      source_id, product_id, batch_id, explanation, created_at)
    select member_id, last_sequence, kind, points, balance, source_kind, source_id, product_id,
      batch_id, explanation, created_at from last join moved using (member_id)`,
  'paid-for-a-claim': 'delete from claim where code_id = (select min(code_id) from claim)',
  'claims-paid': `insert into claim (code_id, member_id, attempt_id, product_id, points, claimed_at)
    select max(code_id) + 1, min(member_id), gen_random_uuid(), min(product_id), 1, now() from claim`,
  'codes-exist': 'update code_batch set quantity = 1',
  'claims-counted': `update guard_member set claims_ever = claims_ever + 1
    where member_id = (select min(member_id) from points_entry)`,
  'awards-explained': `update points_entry set explanation = '{"base": 999999}'
    where member_id = (select min(member_id) from points_entry) and sequence = 1`,
  'campaign-spending': `update campaign_spending set spent_points = spent_points - 1
    where campaign_id = (select min(campaign_id) from campaign_spending)`,
  'campaign-uses': `insert into campaign_use (campaign_id, member_id, day, times_today, times_total)
    select 999, min(member_id), current_date, 1, 1 from points_account`,
  adjustments: `insert into points_adjustment
      (member_id, attempt_id, points, reason, staff_id, created_at)
    select min(member_id), gen_random_uuid(), 5, 'no entry', 1, now() from points_account`,
  redemptions: `update points_entry set source_kind = 'redemption', source_id = 77
    where member_id = (select min(member_id) from points_entry) and sequence = 1`,
  'gift-stock': `insert into gift (name, points_price, stock, created_at, updated_at)
    values ('杯子', 1, 5, now(), now())`,
  statistics: `update day_rollup set points = points + 1`,
};
