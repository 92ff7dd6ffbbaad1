import type { Tx } from '../../platform/database.ts';
import { codeIdOf, codesLockKey, resolveCodes, type ResolvedCode } from '../codes/index.ts';
import type { RunningCampaigns } from '../campaigns/index.ts';
import { countWrongSubjects, type GuardSignal, type GuardSnapshot } from '../guards/index.ts';
import { readClaimants } from '../members/index.ts';
import type { ProductRule } from '../products/index.ts';
import { answerScans } from './answer-scans.ts';
import { claimJudged } from './claim-judged.ts';
import { judgeScans, type Judgement, type ScanCase } from './judge-scans.ts';
import { readAuthenticity, type ScannedCode } from './log/index.ts';
import { rewardWinners } from './reward-winners.ts';
import type { ReadScan, ScanResult } from './scan-result.ts';

/** What the process remembers for a second: taken before the transaction. */
export interface ClaimRules {
  products: ReadonlyMap<number, ProductRule>;
  campaigns: RunningCampaigns;
  guards: GuardSnapshot;
}

export interface ClaimedBatch {
  /** In the order of the scans. */
  results: ScanResult[];
  /** In the order of the scans. */
  cases: ScanCase[];
  /** For head office, once this is committed. */
  signals: GuardSignal[];
  now: Date;
}

/** A code was activated for a product younger than the rules: read them anew and try again. */
export class RulesTooOld extends Error {
  override name = 'RulesTooOld';
}

/**
 * All scans of a batch in one transaction, in a fixed number of statements: who and what they are,
 * the claims, what they are worth, the entries, the roll-up. Rows are locked in the same order
 * everywhere: members of the guard, codes, other subjects of the guard, campaigns, accounts.
 */
export async function claimBatch(
  tx: Tx,
  scans: readonly ReadScan[],
  rules: ClaimRules,
  now: Date,
): Promise<ClaimedBatch> {
  const cases = await readCases(tx, scans, rules.products, now);
  const judgement = await judgeScans(tx, cases, rules.guards, now);
  const { guard, refusals, claims } = judgement;
  const stored = await claimJudged(tx, cases, judgement, now);
  const subjectSignals = await countWrongSubjects(
    tx,
    rules.guards,
    guessesOf(cases, refusals),
    now,
  );
  const { campaigns } = rules;
  const rewarded = await rewardWinners(tx, { claims, stored, cases, guard, campaigns }, now);
  await guard.save(tx);
  const results = await answerScans(tx, {
    cases,
    refusals,
    stored,
    rewarded,
    limits: rules.guards.limits,
  });
  return {
    results,
    cases,
    signals: [...guard.signals(), ...subjectSignals, ...rewarded.signals],
    now,
  };
}

/** Of a blank code. */
const noProductId = 0;

async function readCases(
  tx: Tx,
  scans: readonly ReadScan[],
  products: ClaimRules['products'],
  now: Date,
): Promise<ScanCase[]> {
  const memberIds = [...new Set(scans.map((scan) => scan.memberId))];
  // Before the codes are read: from here to the commit no range of serials changes (stopClaims).
  const claimants = await readClaimants(tx, memberIds, codesLockKey);
  const codes = await resolveCodes(
    tx,
    scans.map((scan) => scan.scanned),
    now,
  );
  const scannedCodes = await readScannedCodes(tx, scans, codes);
  return scans.map((scan, index) => {
    const code = codes[index] ?? null;
    const product = products.get(code?.productId ?? noProductId);
    if (code?.state === 'activated' && !product) {
      throw new RulesTooOld(`no rule of product ${code.productId}`);
    }
    return {
      scan,
      code,
      codeId: code && codeIdOf(code.batchId, code.serial),
      claimant: claimants.get(scan.memberId),
      product: product ?? null,
      scannedCode: scannedCodes[index] ?? null,
    };
  });
}

/** Of codes that exist; in the order of the scans. */
async function readScannedCodes(
  tx: Tx,
  scans: readonly ReadScan[],
  codes: readonly (ResolvedCode | null)[],
): Promise<(ScannedCode | null)[]> {
  const asked = scans.flatMap(({ memberId, origin: { device } }, index) => {
    const code = codes[index];
    return code ? [{ codeId: codeIdOf(code.batchId, code.serial), memberId, device, index }] : [];
  });
  const found = await readAuthenticity(tx, asked);
  const scannedCodes = new Array<ScannedCode | null>(scans.length).fill(null);
  asked.forEach(({ index }, position) => {
    scannedCodes[index] = found[position] ?? null;
  });
  return scannedCodes;
}

/** Texts that look like guessing are counted by openid, address and device too. */
function guessesOf(cases: readonly ScanCase[], refusals: Judgement['refusals']) {
  return cases.flatMap(({ scan }, index) =>
    refusals[index]?.outcome === 'unknownCode' && scan.scanned.reasonIfUnknown === 'notFound'
      ? [scan.origin]
      : [],
  );
}
