/**
 * statistics — numbers that move while one watches. Owns claim_rollup and claim_rollup_delta.
 * Terms: a *delta* is what one transaction of claims adds; the *fold* sums deltas into the roll-up.
 * Invariant: roll-up + deltas = all claims, at every commit.
 */
export { countClaimsByBatch } from './count-claims-by-batch.ts';
export { foldRollup } from './fold-rollup.ts';
export { createLiveFeed } from './live-feed.ts';
export { readTotals } from './read-totals.ts';
export { recordClaims } from './record-claims.ts';
export { registerStatisticsRoutes } from './routes.ts';
