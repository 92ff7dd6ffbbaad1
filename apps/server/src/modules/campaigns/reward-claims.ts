import type { Tx } from '../../platform/database.ts';
import type { RunningCampaigns } from './campaign-book.ts';
import type { Reward, Win } from './campaign-types.ts';
import { rewardOf } from './evaluate-campaigns.ts';
import { findContenders, type ReadClaimedProducts } from './find-contenders.ts';
import { planRewards, type Plan } from './plan-rewards.ts';
import { correctSpending, reserveSpending, type ReservedSpending } from './reserve-spending.ts';
import { correctUses, reserveUses } from './reserve-uses.ts';

export interface RewardTools {
  readClaimedProducts: ReadClaimedProducts;
}

export interface Rewards {
  /** One for each win, in the same order. */
  rewards: Reward[];
  /** Campaigns whose budget ran out in this transaction; to be told after the commit. */
  exhausted: { campaignId: number; name: string }[];
}

/**
 * What campaigns make of codes just won, in their transaction: caps and budgets are reserved with the
 * points, so that neither is ever passed. Several wins of one member count in the order given. Without
 * a campaign that matches, the database is not asked; a campaign without limits costs one statement.
 *
 * It plans three times, each time knowing more: what snapshot and hope allow, then with the caps of the
 * members locked, then with the budgets locked. Mostly the three plans are the same.
 */
export async function rewardClaims(
  tx: Tx,
  running: RunningCampaigns,
  wins: readonly Win[],
  now: Date,
  { readClaimedProducts }: RewardTools,
): Promise<Rewards> {
  const found = await findContenders(tx, running.rules, wins, { now, readClaimedProducts });
  if (found.size === 0) return { rewards: wins.map((win) => rewardOf(win, [])), exhausted: [] };
  const contenders = [...found.values()];
  const moment = { at: now, draw: running.draw };

  const hoped = planRewards(contenders, { uses: null, spending: null }, moment);
  const uses = await reserveUses(tx, contenders, hoped, now);
  const capped = planRewards(contenders, { uses: uses.before, spending: null }, moment);
  const spending = await reserveSpending(tx, capped);
  const final = planRewards(contenders, { uses: uses.before, spending: spending.before }, moment);
  await correctUses(tx, uses, final);
  await correctSpending(tx, spending, final);

  const outcomes = new Map([...found.keys()].map((index, place) => [index, final.outcomes[place]]));
  return {
    rewards: wins.map((win, index) => rewardOf(win, outcomes.get(index) ?? [])),
    exhausted: exhaustedOf(final, spending),
  };
}

/** Budgets of which nothing is left now, or not enough for a win of this batch. */
function exhaustedOf(final: Plan, { before }: ReservedSpending): Rewards['exhausted'] {
  const exhausted = new Map<number, string>();
  for (const { rule, verdict } of final.outcomes.flat()) {
    const { spentPoints = 0, budgetPoints = null } = before.get(rule.campaignId) ?? {};
    if (budgetPoints === null) continue;
    const spent = spentPoints + (final.spending.get(rule.campaignId)?.points ?? 0);
    if (verdict === 'budgetSpent' || spent >= budgetPoints) {
      exhausted.set(rule.campaignId, rule.name);
    }
  }
  return [...exhausted].map(([campaignId, name]) => ({ campaignId, name }));
}
