import assert from 'node:assert/strict';
import type { Tx } from '../../platform/database.ts';
import { rewardClaims, type RunningCampaigns } from '../campaigns/index.ts';
import type { GuardSignal, MemberGuard } from '../guards/index.ts';
import { awardPoints, type AwardExplanation } from '../points/index.ts';
import { readClaimedProducts, recordClaims } from '../statistics/index.ts';
import { correctPoints, type Claim, type StoredClaim } from './claim-codes.ts';
import type { ScanCase } from './judge-scans.ts';

export interface Rewarded {
  /** Of each winner, after their entries. */
  balances: Map<number, number>;
  /** Of each code won now. */
  explanations: Map<bigint, AwardExplanation>;
  /** Campaigns that gave their last points. */
  signals: GuardSignal[];
}

/**
 * What the claims won now are worth, their entries and the roll-up. Sets the points of `stored` to
 * what was paid.
 */
export async function rewardWinners(
  tx: Tx,
  won: {
    /** In the order of the scans. */
    claims: readonly Claim[];
    stored: Map<bigint, StoredClaim>;
    cases: readonly ScanCase[];
    guard: MemberGuard;
    campaigns: RunningCampaigns;
  },
  now: Date,
): Promise<Rewarded> {
  const wins = winsOf(won);
  const { rewards, exhausted } = await rewardClaims(tx, won.campaigns, wins, now, {
    readClaimedProducts,
  });
  const changed: { codeId: bigint; points: number }[] = [];
  const explanations = new Map<bigint, AwardExplanation>();
  const awards = wins.map(({ codeId, basePoints, ...win }, index) => {
    const reward = rewards[index];
    const claim = won.stored.get(codeId);
    assert(reward && claim, 'every win has its reward');
    const { points, explanation } = reward;
    if (points !== basePoints) changed.push({ codeId, points });
    claim.points = points;
    explanations.set(codeId, explanation);
    return { ...win, sourceKind: 'claim' as const, sourceId: codeId, points, explanation };
  });
  // Accounts are the last rows to be locked: whoever waits for one waits for nobody else.
  await correctPoints(tx, changed);
  awards.sort((a, b) => a.memberId - b.memberId);
  const entries = await awardPoints(tx, awards, now);
  await recordClaims(tx, awards, now);
  return {
    balances: new Map(entries.map((entry) => [entry.memberId, entry.balanceAfter])),
    explanations,
    signals: exhausted.map(({ campaignId, name }) => ({
      kind: 'budgetSpent',
      subject: `campaign:${campaignId}`,
      campaignId,
      details: { campaignName: name },
    })),
  };
}

/** The guard is told of every code really won, in the order of the scans. */
function winsOf({ claims, stored, cases, guard }: Parameters<typeof rewardWinners>[1]) {
  const caseOf = new Map(cases.map((one) => [one.codeId, one]));
  const claimants = new Map(cases.map(({ scan, claimant }) => [scan.memberId, claimant]));
  return claims
    .filter(({ codeId }) => stored.get(codeId)?.isNew)
    .map(({ codeId, memberId, productId, points }) => {
      const code = caseOf.get(codeId)?.code;
      const claimant = claimants.get(memberId);
      assert(code && claimant, 'only living members win codes that exist');
      return {
        memberId,
        memberKind: claimant.kind,
        regionCode: claimant.regionCode,
        codeId,
        batchId: code.batchId,
        // A copy mark earns what the code it stands for would.
        serial: code.place,
        productId,
        basePoints: points,
        baseFrom: code.pointsPerCode === null ? ('product' as const) : ('range' as const),
        ...guard.confirmClaim(memberId),
      };
    });
}
