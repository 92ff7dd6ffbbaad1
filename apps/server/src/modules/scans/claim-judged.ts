import type { Tx } from '../../platform/database.ts';
import { claimCodes, type Claim, type StoredClaim } from './claim-codes.ts';
import { claimOf, type Judgement, type ScanCase } from './judge-scans.ts';

/**
 * Claims what may be claimed, and reads the claims that answer the other scans. A code that turns out
 * to be somebody's already takes nothing of its member's limit of the day: another scan of theirs that
 * was refused for the limit gets its place, in `judgement` too.
 *
 * @returns by code the claim that stands, whoever won it
 */
export async function claimJudged(
  tx: Tx,
  cases: readonly ScanCase[],
  judgement: Judgement,
  now: Date,
): Promise<Map<bigint, StoredClaim>> {
  const { claims, refusals } = judgement;
  const stored = await claimCodes(tx, claims, otherAnswersOf(cases, refusals), now);
  if (!refusals.some(isDailyLimit)) return stored;
  let tried: readonly Claim[] = claims;
  while (tried.length > 0) {
    tried = readmit(cases, judgement, lostBy(tried, stored), stored);
    for (const [codeId, claim] of await claimCodes(tx, tried, [], now)) stored.set(codeId, claim);
    claims.push(...tried);
  }
  return stored;
}

/**
 * Codes that cannot be claimed now, but may have been before: then the claim is the answer, so that a
 * retry of the winner still hears what it won.
 */
function otherAnswersOf(cases: readonly ScanCase[], refusals: Judgement['refusals']): bigint[] {
  const codeIds = cases.flatMap(({ codeId }, index) =>
    refusals[index] && codeId !== null ? [codeId] : [],
  );
  return [...new Set(codeIds)];
}

/** How many of these claims each member has not won. */
function lostBy(
  claims: readonly Claim[],
  stored: ReadonlyMap<bigint, StoredClaim>,
): Map<number, number> {
  const lost = new Map<number, number>();
  for (const { codeId, memberId } of claims) {
    if (!stored.get(codeId)?.isNew) lost.set(memberId, (lost.get(memberId) ?? 0) + 1);
  }
  return lost;
}

/** Gives free places to scans refused for the limit, in their order. @returns their claims */
function readmit(
  cases: readonly ScanCase[],
  { refusals }: Judgement,
  places: Map<number, number>,
  stored: ReadonlyMap<bigint, StoredClaim>,
): Claim[] {
  const claims = new Map<bigint, Claim>();
  cases.forEach((one, index) => {
    const { scan, codeId } = one;
    const left = places.get(scan.memberId) ?? 0;
    const isTaken = codeId === null || stored.has(codeId) || claims.has(codeId);
    if (left === 0 || isTaken || !isDailyLimit(refusals[index])) return;
    places.set(scan.memberId, left - 1);
    refusals[index] = null;
    claims.set(codeId, claimOf(one));
  });
  return [...claims.values()];
}

function isDailyLimit(refusal: Judgement['refusals'][number] | undefined): boolean {
  return refusal?.outcome === 'dailyLimit';
}
