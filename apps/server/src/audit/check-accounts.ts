import { sql } from 'kysely';
import type { AuditPart } from './findings.ts';

const balances = {
  name: 'balances',
  promise: 'balance = sum of entries = balance_after of the last one = earned − spent',
};
const sequences = {
  name: 'sequences',
  promise: 'entries of an account are numbered 1, 2, 3 … without gaps, up to last_sequence',
};
const runningBalances = {
  name: 'running-balances',
  promise: 'balance_after of every entry is the sum of the entries up to it, and never negative',
};
const owners = { name: 'owners', promise: 'every entry belongs to an account' };

interface AccountRow {
  memberId: number;
  hasAccount: boolean;
  entries: number;
  balance: number;
  total: number;
  balanceRight: boolean;
  sequenceRight: boolean;
  runningRight: boolean;
}

/** The ledger in itself, account by account. */
export const checkAccounts: AuditPart = async function accounts(tx, findings, pages) {
  await pages(async ({ after, upTo }) => {
    const { rows } = await sql<AccountRow>`
      with entry as (
        select member_id, sequence, kind, points, balance_after,
          sum(points) over in_order as running, row_number() over in_order as place
        from points_entry where member_id > ${after} and member_id <= ${upTo}
        window in_order as (partition by member_id order by sequence, created_at)
      ), sums as (
        select member_id, sum(points) as total, count(*) as entries,
          coalesce(-sum(points) filter (where kind in ('spend', 'refund')), 0) as spent,
          bool_and(running = balance_after and balance_after >= 0) as running_right,
          bool_and(place = sequence) as sequence_right,
          (array_agg(balance_after order by sequence desc))[1] as last_balance
        from entry group by member_id
      ), account as (
        select * from points_account where member_id > ${after} and member_id <= ${upTo}
      )
      select coalesce(account.member_id, sums.member_id) as member_id,
        account.member_id is not null as has_account,
        coalesce(entries, 0)::bigint as entries, coalesce(balance, 0) as balance,
        coalesce(total, 0)::bigint as total,
        balance = coalesce(total, 0) and balance = earned - account.spent
          and account.spent = coalesce(sums.spent, 0) and balance = coalesce(last_balance, 0)
          as balance_right,
        coalesce(sequence_right, true) and last_sequence = coalesce(entries, 0) as sequence_right,
        coalesce(running_right, true) as running_right
      from account full join sums using (member_id)`.execute(tx);
    const entries = rows.reduce((sum, row) => sum + row.entries, 0);
    findings.looked(balances, rows.length);
    findings.looked(sequences, entries);
    findings.looked(runningBalances, entries);
    findings.looked(owners, entries);
    for (const row of rows) {
      const { memberId, balance, total } = row;
      if (!row.hasAccount) findings.found(owners, `member ${memberId} has entries and no account`);
      else if (!row.balanceRight) {
        findings.found(balances, `member ${memberId}: balance ${balance}, entries ${total}`);
      }
      if (row.hasAccount && !row.sequenceRight) {
        findings.found(sequences, `member ${memberId}: numbering of ${row.entries} entries`);
      }
      if (!row.runningRight) findings.found(runningBalances, `member ${memberId}`);
    }
  });
};
