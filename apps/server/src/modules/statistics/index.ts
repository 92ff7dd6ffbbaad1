/**
 * statistics — numbers that move while one watches. Owns claim_rollup_delta and the roll-ups:
 * claim_rollup (hour, product, batch, region, kind), member_rollup (Beijing day, member, product), and
 * two sums, day_rollup and batch_rollup.
 * Terms: a *delta* is what one transaction of claims adds; the *fold* sums deltas into the roll-ups.
 * Invariant: each roll-up + deltas = the awards of the ledger, at every commit.
 */
export { countClaimsByBatch } from './count-claims-by-batch.ts';
export { countClaimsOfMember } from './count-claims-of-member.ts';
export { foldRollup } from './fold-rollup.ts';
export { createLiveFeed } from './live-feed.ts';
export { readClaimedProducts } from './read-claimed-products.ts';
export { readTotals } from './read-totals.ts';
export { rebuildRollup } from './rebuild-rollup.ts';
export { recordClaims } from './record-claims.ts';
export { registerStatisticsRoutes } from './routes.ts';
