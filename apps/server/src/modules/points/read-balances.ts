import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';

export interface AccountBalance {
  memberId: number;
  balance: number;
  earned: number;
  spent: number;
}

/** Balances of the members that have an account, by member. */
export async function readBalances(
  db: Db,
  memberIds: number[],
): Promise<Map<number, AccountBalance>> {
  const { rows } = await sql<AccountBalance>`
    select member_id, balance, earned, spent from points_account
    where member_id = any(${memberIds}::bigint[])`.execute(db);
  return new Map(rows.map((row) => [row.memberId, row]));
}
