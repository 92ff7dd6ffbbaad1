import assert from 'node:assert/strict';
import type { Tx } from '../../platform/database.ts';
import { codeIdOf, resolveCodes, type ResolvedCode, type ScannedText } from '../codes/index.ts';
import { readClaimants, type Claimant } from '../members/index.ts';
import { awardPoints, readBalances } from '../points/index.ts';
import { recordClaims } from '../statistics/index.ts';
import { claimCodes, type Claim, type StoredClaim } from './claim-codes.ts';
import { readGuard, type WrongCodeGuard } from './guard-wrong-codes.ts';
import type { Scan } from './award-points-for-scan.ts';
import type { ScanResult } from './scan-result.ts';

export type ReadScan = Scan & { scanned: ScannedText };
type Rules = ReadonlyMap<number, { name: string; pointsPerCode: number }>;

/** A code was activated for a product younger than the rules: read them anew and try again. */
export class RulesTooOld extends Error {
  override name = 'RulesTooOld';
}

/**
 * All scans of a batch in one transaction: who and what they are, the claims, the entries, the
 * roll-up. Results are in the order of `scans`.
 */
export async function claimBatch(
  tx: Tx,
  scans: readonly ReadScan[],
  rules: Rules,
  now: Date,
): Promise<ScanResult[]> {
  const memberIds = [...new Set(scans.map((scan) => scan.memberId))].sort((a, b) => a - b);
  const claimants = await readClaimants(tx, memberIds);
  const guard = await readGuard(tx, memberIds, now);
  const codes = await resolveCodes(
    tx,
    scans.map((scan) => scan.scanned),
  );
  const results = scans.map((scan, index) =>
    refuseOrPass(scan, codes[index] ?? null, { claimants, guard, rules }),
  );
  const claims = claimsOf(scans, codes, results, rules);
  const stored = await claimCodes(tx, claims, pausedCodesOf(codes, results), now);
  const balances = await awardNewClaims(tx, stored, { codes, claimants, rules }, now);
  await guard.save(tx);
  await addLoserBalances(tx, stored, scans, balances);
  return scans.map((scan, index) => {
    const result = results[index] ?? null;
    const claim = stored.get(idOf(codes[index]));
    if (result && !(isPaused(result) && claim)) return result;
    return answerFor(scan, claim, balances, rules);
  });
}

/**
 * A code may have been claimed before its range was frozen or withdrawn; then the claim is the
 * answer, so that a retry of the winner still hears what it won.
 */
function pausedCodesOf(
  codes: readonly (ResolvedCode | null)[],
  results: readonly (ScanResult | null)[],
): bigint[] {
  const paused = codes.filter((_code, index) => isPaused(results[index] ?? null));
  return [...new Set(paused.map(idOf))];
}

function isPaused(result: ScanResult | null): boolean {
  return result?.outcome === 'frozen' || result?.outcome === 'void';
}

/** The answer to a scan that cannot claim; `null` when it may try. */
function refuseOrPass(
  scan: ReadScan,
  code: ResolvedCode | null,
  known: { claimants: Map<number, Claimant>; guard: WrongCodeGuard; rules: Rules },
): ScanResult | null {
  // A member who was deleted meanwhile is answered like a frozen one: nothing can be credited.
  if (known.claimants.get(scan.memberId)?.status !== 'active') return { outcome: 'memberFrozen' };
  const until = known.guard.lockedUntil(scan.memberId);
  if (until) return { outcome: 'lockedOut', until };
  if (!code) return answerUnknown(scan, known.guard);
  const productName = known.rules.get(code.productId)?.name ?? null;
  switch (code.state) {
    case 'activated':
      if (productName === null) throw new RulesTooOld(`no rule of product ${code.productId}`);
      known.guard.countRight(scan.memberId);
      return null;
    case 'frozen':
    case 'void':
      return { outcome: code.state, productName };
    case 'minted':
    case 'importing':
      return { outcome: 'notActivated', productName };
  }
}

/**
 * A well-formed code that does not exist looks like guessing. Other texts are mostly mistakes and are
 * counted more patiently.
 */
function answerUnknown(scan: ReadScan, guard: WrongCodeGuard): ScanResult {
  const reason = scan.scanned.reasonIfUnknown;
  const count = reason === 'notFound' ? guard.countWrong : guard.countOdd;
  return { outcome: 'unknownCode', reason, wrongCodesLeft: count(scan.memberId) };
}

/** The first scan of a code in the batch claims it; later ones of the same code read what stands. */
function claimsOf(
  scans: readonly ReadScan[],
  codes: readonly (ResolvedCode | null)[],
  results: readonly (ScanResult | null)[],
  rules: Rules,
): Claim[] {
  const claims = new Map<bigint, Claim>();
  scans.forEach((scan, index) => {
    const code = codes[index];
    if (results[index] || !code) return;
    const codeId = codeIdOf(code.batchId, code.serial);
    if (claims.has(codeId)) return;
    claims.set(codeId, {
      codeId,
      memberId: scan.memberId,
      attemptId: scan.attemptId,
      productId: code.productId,
      points: rules.get(code.productId)?.pointsPerCode ?? 0,
    });
  });
  return [...claims.values()];
}

/** Entries and roll-up for the claims won now. @returns the balance of each winner after it */
async function awardNewClaims(
  tx: Tx,
  stored: Map<bigint, StoredClaim>,
  known: {
    codes: readonly (ResolvedCode | null)[];
    claimants: Map<number, Claimant>;
    rules: Rules;
  },
  now: Date,
): Promise<Map<number, number>> {
  const { codes, claimants, rules } = known;
  const batchOf = new Map<bigint, number>();
  for (const code of codes) if (code) batchOf.set(idOf(code), code.batchId);
  const won = [...stored].filter(([, claim]) => claim.isNew);
  const awards = won
    .map(([codeId, claim]) => {
      const { kind, regionCode } = claimants.get(claim.memberId) as Claimant;
      return {
        memberId: claim.memberId,
        memberKind: kind,
        regionCode,
        points: claim.points,
        sourceKind: 'claim' as const,
        sourceId: codeId,
        productId: claim.productId,
        batchId: batchOf.get(codeId) as number,
        explanation: { base: rules.get(claim.productId)?.pointsPerCode ?? claim.points },
      };
    })
    .sort((a, b) => a.memberId - b.memberId);
  const entries = await awardPoints(tx, awards, now);
  await recordClaims(tx, awards, now);
  return new Map(entries.map((entry) => [entry.memberId, entry.balanceAfter]));
}

/** Those who come second are told their balance too; only if it is not known already. */
async function addLoserBalances(
  tx: Tx,
  stored: Map<bigint, StoredClaim>,
  scans: readonly ReadScan[],
  balances: Map<number, number>,
): Promise<void> {
  const everyoneWon = stored.size === scans.length && [...stored.values()].every(isNewClaim);
  if (everyoneWon) return;
  const missing = [...new Set(scans.map((scan) => scan.memberId))].filter(
    (memberId) => !balances.has(memberId),
  );
  if (missing.length === 0) return;
  for (const [memberId, account] of await readBalances(tx, missing)) {
    balances.set(memberId, account.balance);
  }
}

function answerFor(
  scan: ReadScan,
  claim: StoredClaim | undefined,
  balances: Map<number, number>,
  rules: Rules,
): ScanResult {
  assert(claim, 'every code that was tried is claimed by somebody');
  const productName = rules.get(claim.productId)?.name ?? '';
  const { claimedAt } = claim;
  if (claim.memberId !== scan.memberId) {
    return { outcome: 'claimedByAnother', productName, claimedAt };
  }
  // The same attempt asked again (a retry, a double tap): it won, whatever the reason for asking.
  const outcome = claim.attemptId === scan.attemptId ? 'awarded' : 'alreadyYours';
  const balance = balances.get(scan.memberId) ?? 0;
  return { outcome, points: claim.points, balance, productName, claimedAt };
}

function isNewClaim(claim: StoredClaim): boolean {
  return claim.isNew;
}

function idOf(code: ResolvedCode | null | undefined): bigint {
  return code ? codeIdOf(code.batchId, code.serial) : -1n;
}
