/**
 * points — the ledger. Owns points_account and points_entry.
 * Terms: an *entry* is one movement (award, spend, expiry, adjustment); a *balance* is what the
 * account may spend now; a *sequence* numbers the entries of one account from 1 without gaps.
 * Invariant: balance = sum of entries = balance_after of the last entry, at every commit.
 */
export { awardPoints } from './award-points.ts';
export type { Award, AwardedEntry } from './award-points.ts';
export { openAccount } from './open-account.ts';
export { readBalances } from './read-balances.ts';
export { ensureLedgerPartitions } from './ensure-ledger-partitions.ts';
export { listRecentEntries } from './list-entries.ts';
export { describeEntries, registerPointsRoutes } from './routes.ts';
export type { DescribeMembers } from './routes.ts';
