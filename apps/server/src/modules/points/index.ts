/**
 * points — the ledger. Owns points_account, points_entry and points_adjustment.
 * Terms: an *entry* is one movement (award, spend, refund, expiry, adjustment); a *balance* is what
 * the account may spend now; a *sequence* numbers the entries of one account from 1 without gaps.
 * Invariant: balance = sum of entries = balance_after of the last entry = earned − spent, at every
 * commit.
 */
export { adjustPoints } from './adjust-points.ts';
export type { Adjustment, AdjustResult } from './adjust-points.ts';
export { awardPoints } from './award-points.ts';
export type { Award, AwardedEntry } from './award-points.ts';
export { filterByBalance, listAccountsByBalance } from './find-by-balance.ts';
export { listAwardedCodes } from './list-awarded-codes.ts';
export type { AwardedCode, AwardedCodesOf, AwardedCodesPage } from './list-awarded-codes.ts';
export { openAccount } from './open-account.ts';
export { readAwardExplanations } from './read-award-explanations.ts';
export { readBalances } from './read-balances.ts';
export { readAwardSums, readLedgerPeriod, readMemberAwardSums } from './read-award-sums.ts';
export { refundPoints, spendPoints } from './spend-points.ts';
export type { GiftPoints, SpendResult } from './spend-points.ts';
export { ensureLedgerPartitions } from './ensure-ledger-partitions.ts';
export { listRecentEntries } from './list-entries.ts';
export { describeEntries } from './describe-entries.ts';
export { explainAward } from './explain-entry.ts';
export type { AwardExplanation } from './explanation.ts';
export { registerPointsRoutes } from './routes.ts';
