import assert from 'node:assert/strict';
import type { Tx } from '../../platform/database.ts';
import { readAwardExplanations, readBalances, type AwardExplanation } from '../points/index.ts';
import type { StoredClaim } from './claim-codes.ts';
import type { Refusal, ScanCase } from './judge-scans.ts';
import { judgeAuthenticity, type CodeKnowledge, type JudgedScan } from './log/index.ts';
import type { Rewarded } from './reward-winners.ts';
import type { ScanResult } from './scan-result.ts';

/** Everything the answers of a batch are made of. */
interface Known {
  cases: readonly ScanCase[];
  refusals: readonly (Refusal | null)[];
  stored: Map<bigint, StoredClaim>;
  rewarded: Rewarded;
  limits: JudgedScan['limits'];
}

/** What each scan is told, in the order of the scans; reads only what the batch does not know. */
export async function answerScans(tx: Tx, known: Known): Promise<ScanResult[]> {
  const { cases, refusals, stored } = known;
  const standing = cases.map((one, index) =>
    standingClaim(
      one,
      refusals[index] ?? null,
      one.codeId === null ? null : stored.get(one.codeId),
    ),
  );
  const [balances, explanations] = await readOwn(tx, standing, known);
  return cases.map((one, index) => {
    const claim = standing[index];
    const refusal = refusals[index];
    if (!claim) {
      assert(refusal, 'every code that was tried is claimed by somebody');
      return answerRefusal(one, refusal, known);
    }
    const { memberId, attemptId } = one.scan;
    const { claimedAt, points } = claim;
    const productName = one.product?.name ?? '';
    const knowledge = knowledgeOf(one, known);
    if (claim.memberId !== memberId) {
      return { outcome: 'claimedByAnother', productName, claimedAt, knowledge };
    }
    return {
      // The same attempt asked again (a retry, a double tap): it won, whatever the reason for asking.
      outcome: claim.attemptId === attemptId ? 'awarded' : 'alreadyYours',
      points,
      balance: balances.get(memberId) ?? 0,
      productName,
      claimedAt,
      explanation: explanations.get(one.codeId as bigint) ?? null,
      knowledge,
    };
  });
}

/** The claim that answers a scan, if one does. */
function standingClaim(
  { scan }: ScanCase,
  refusal: Refusal | null,
  claim: StoredClaim | null | undefined,
): StoredClaim | null {
  if (!claim) return null;
  switch (refusal?.outcome) {
    case undefined:
    case 'frozen':
    case 'void':
    case 'dailyLimit':
      return claim;
    default:
      // Who may not scan at all learns nothing of codes; but what they were paid stays so.
      return claim.memberId === scan.memberId && claim.attemptId === scan.attemptId ? claim : null;
  }
}

/** Balances and explanations of those who are told of an older claim of their own. */
async function readOwn(
  tx: Tx,
  standing: readonly (StoredClaim | null)[],
  { cases, rewarded }: Known,
): Promise<[Map<number, number>, Map<bigint, AwardExplanation>]> {
  const balances = new Map(rewarded.balances);
  const explanations = new Map(rewarded.explanations);
  const missing = new Set<number>();
  const paidBefore = new Map<bigint, { memberId: number; codeId: bigint; claimedAt: Date }>();
  cases.forEach(({ scan: { memberId }, codeId }, index) => {
    const claim = standing[index];
    if (claim?.memberId !== memberId || codeId === null) return;
    if (!balances.has(memberId)) missing.add(memberId);
    if (claim.isNew) return;
    paidBefore.set(codeId, { memberId, codeId, claimedAt: claim.claimedAt });
  });
  if (missing.size > 0) {
    for (const [memberId, { balance }] of await readBalances(tx, [...missing])) {
      balances.set(memberId, balance);
    }
  }
  if (paidBefore.size > 0) {
    const found = await readAwardExplanations(tx, [...paidBefore.values()]);
    for (const [codeId, explanation] of found) explanations.set(codeId, explanation);
  }
  return [balances, explanations];
}

function answerRefusal(one: ScanCase, refusal: Refusal, known: Known): ScanResult {
  switch (refusal.outcome) {
    case 'unknownCode':
      return { ...refusal, reason: one.scan.scanned.reasonIfUnknown };
    case 'notActivated':
    case 'frozen':
    case 'void':
      return {
        ...refusal,
        productName: one.product?.name ?? null,
        knowledge: knowledgeOf(one, known),
      };
    default:
      return refusal;
  }
}

/** A scan that won has no claim before it, however often it is asked about. */
function knowledgeOf(one: ScanCase, { stored, limits }: Known): CodeKnowledge {
  const { code, codeId, scan, scannedCode } = one;
  assert(code && codeId !== null, 'only codes of ours are genuine');
  const claim = stored.get(codeId);
  const isOwn = claim?.memberId === scan.memberId && claim.attemptId === scan.attemptId;
  return judgeAuthenticity({
    batchId: code.batchId,
    state: code.state,
    scanned: scannedCode,
    claim: claim && !isOwn ? claim : null,
    person: { memberId: scan.memberId, device: scan.origin.device },
    province: scan.province,
    limits,
  });
}
