import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';

export interface BalanceRange {
  /** Both inclusive. */
  min?: number | undefined;
  max?: number | undefined;
}

/** Those of the members whose balance lies in the range. */
export async function filterByBalance(
  db: Db,
  memberIds: number[],
  range: BalanceRange,
): Promise<Set<number>> {
  if (memberIds.length === 0) return new Set();
  const rows = await accountsInRange(db, range)
    .where('memberId', 'in', memberIds)
    .select('memberId')
    .execute();
  return new Set(rows.map(({ memberId }) => memberId));
}

/**
 * Accounts by balance, the fullest first, by key. It reads every account: an index on the balance
 * would make each of a thousand claims a second write to it (they are HOT updates now), for a list
 * that head office opens now and then. A second or so for ten million members.
 */
export async function listAccountsByBalance(
  db: Db,
  query: BalanceRange & {
    after?: { balance: number; memberId: number } | undefined;
    limit: number;
  },
): Promise<{ memberId: number; balance: number }[]> {
  const { after, limit } = query;
  let accounts = accountsInRange(db, query);
  if (after) {
    accounts = accounts.where(
      sql<boolean>`(balance, member_id) < (${after.balance}::bigint, ${after.memberId}::bigint)`,
    );
  }
  return accounts
    .select(['memberId', 'balance'])
    .orderBy('balance', 'desc')
    .orderBy('memberId', 'desc')
    .limit(limit)
    .execute();
}

function accountsInRange(db: Db, { min, max }: BalanceRange) {
  let accounts = db.selectFrom('pointsAccount');
  if (min !== undefined) accounts = accounts.where('balance', '>=', min);
  if (max !== undefined) accounts = accounts.where('balance', '<=', max);
  return accounts;
}
