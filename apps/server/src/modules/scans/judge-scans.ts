import assert from 'node:assert/strict';
import { enterGuard, type GuardSnapshot, type MemberGuard, type Visit } from '../guards/index.ts';
import type { ResolvedCode } from '../codes/index.ts';
import type { Claimant } from '../members/index.ts';
import type { ProductRule } from '../products/index.ts';
import type { Tx } from '../../platform/database.ts';
import type { Claim } from './claim-codes.ts';
import type { ScannedCode } from './log/index.ts';
import type { ReadScan } from './scan-result.ts';

/** A scan with everything that was read about it before anything was locked. */
export interface ScanCase {
  scan: ReadScan;
  code: ResolvedCode | null;
  codeId: bigint | null;
  /** Undefined: there is no such member any more. */
  claimant: Claimant | undefined;
  /** Of the code; a claim of an activated one cannot be without. */
  product: ProductRule | null;
  /** What the log knows of the code; null: nothing. */
  scannedCode: ScannedCode | null;
}

/** Why a scan cannot claim; what it is told beside that is added later. */
export type Refusal =
  | { outcome: 'memberFrozen' }
  | { outcome: 'blocked'; until: Date | null }
  | { outcome: 'lockedOut'; until: Date }
  | { outcome: 'unknownCode'; wrongCodesLeft: number }
  | { outcome: 'notActivated' | 'frozen' | 'void' }
  | { outcome: 'dailyLimit'; limit: number; until: Date };

export interface Judgement {
  guard: MemberGuard;
  /** In the order of the scans; null: the scan may claim, or finds who did. */
  refusals: (Refusal | null)[];
  /** One for each code, in the order of the scans. */
  claims: Claim[];
}

/**
 * Decides which scans may claim. From here to the commit every member of the batch is locked, so that
 * all scans of one member are judged one after the other, in every process.
 */
export async function judgeScans(
  tx: Tx,
  cases: readonly ScanCase[],
  guards: GuardSnapshot,
  now: Date,
): Promise<Judgement> {
  const refusals = cases.map((one) => refuseUnseen(one, guards, now));
  const guard = await enterGuard(tx, guards, visitsOf(cases, refusals), now);
  const claims = new Map<bigint, Claim>();
  cases.forEach((one, index) => {
    refusals[index] ??= judgeCode(one, guard, claims);
  });
  return { guard, refusals, claims: [...claims.values()] };
}

/** Who may not scan at all; nothing is counted for them. */
function refuseUnseen(
  { scan, claimant }: ScanCase,
  guards: GuardSnapshot,
  now: Date,
): Refusal | null {
  // A member who was deleted meanwhile is answered like a frozen one: nothing can be credited.
  if (claimant?.status !== 'active') return { outcome: 'memberFrozen' };
  const { memberId, origin } = scan;
  const block = guards.blockOf({ memberId, openId: origin.openId, address: origin.address });
  if (block) return { outcome: 'blocked', until: block.until };
  const until = guards.subjectLockOf(origin, now);
  return until && { outcome: 'lockedOut', until };
}

/** A code is expected to go to the first who scans it. */
function visitsOf(cases: readonly ScanCase[], refusals: readonly (Refusal | null)[]): Visit[] {
  const expected = new Set<bigint>();
  return cases.flatMap(({ scan, code, codeId, claimant }, index) => {
    if (refusals[index] || !claimant) return [];
    const isExpected = code?.state === 'activated' && codeId !== null && !expected.has(codeId);
    if (isExpected) expected.add(codeId);
    const { memberId, province } = scan;
    return [{ memberId, kind: claimant.kind, province, expectedClaims: isExpected ? 1 : 0 }];
  });
}

function judgeCode(one: ScanCase, guard: MemberGuard, claims: Map<bigint, Claim>): Refusal | null {
  const { scan, code, codeId } = one;
  const { memberId } = scan;
  const until = guard.lockedUntil(memberId);
  if (until) return { outcome: 'lockedOut', until };
  if (!code || codeId === null) return countUnknown(scan, guard);
  if (code.state === 'frozen' || code.state === 'void') return { outcome: code.state };
  if (code.state !== 'activated') return { outcome: 'notActivated' };
  // Later scans of the same code read what stands.
  if (claims.has(codeId)) {
    guard.countRight(memberId);
    return null;
  }
  const taken = guard.takeClaim(memberId);
  if (taken.outcome === 'dailyLimit') return taken;
  claims.set(codeId, claimOf(one));
  return null;
}

/** The claim an activated code would make, with the points of its range or product. */
export function claimOf({ scan, code, codeId, product }: ScanCase): Claim {
  const productId = code?.productId ?? null;
  assert(code && codeId !== null && product && productId !== null, 'only codes of a known product');
  const { memberId, attemptId, province, origin } = scan;
  const points = code.pointsPerCode ?? product.pointsPerCode;
  return { codeId, memberId, attemptId, productId, points, province, channel: origin.channel };
}

/**
 * A well-formed code that does not exist looks like guessing. Other texts are mostly mistakes and are
 * counted more patiently.
 */
function countUnknown({ memberId, scanned }: ReadScan, guard: MemberGuard): Refusal {
  const isGuess = scanned.reasonIfUnknown === 'notFound';
  const wrongCodesLeft = isGuess ? guard.countWrong(memberId) : guard.countOdd(memberId);
  return { outcome: 'unknownCode', wrongCodesLeft };
}
