import type { CampaignVerdict } from '@mashang/contract';
import type { CampaignRule, Reward, Win } from './campaign-types.ts';
import type { Draw } from './draw-points.ts';
import { whyNotNow, whyNotThis, type AskedScan } from './meet-conditions.ts';

/** What one rule made of a scan. */
export interface RuleOutcome {
  rule: CampaignRule;
  verdict: CampaignVerdict;
  pointsBefore: number;
  /** Equal to before when the rule did not apply. */
  pointsAfter: number;
  /** What it would cost its budget, or did. */
  cost: number;
  /** Hundredths for `multiply`, else points; of `random` those that were drawn. */
  value: number;
}

/** What is left of a rule's limits; Infinity where it has none. */
export interface RuleRoom {
  timesToday: number;
  timesInAll: number;
  budgetPoints: number;
}

/** A scan earns at most this, and at least 1, whatever campaigns stack up to. */
const scanPointsMax = 100_000_000;

/**
 * What rules make of a scan, in the order they apply: by position, then by age. A rule costs its budget
 * what the scan earns with it over what it would have earned without it at that step; one whose cost
 * does not fit whole into the rest of the budget does not apply.
 *
 * @param roomOf asked for every rule that meets its conditions
 */
export function evaluateCampaigns(
  rules: readonly CampaignRule[],
  scan: AskedScan,
  { at, draw, roomOf }: { at: Date; draw: Draw; roomOf: (rule: CampaignRule) => RuleRoom },
): RuleOutcome[] {
  let points = clamp(scan.basePoints);
  let isOver = false;
  return inOrder(rules).map((rule) => {
    const pointsBefore = points;
    const unmet = whyNotNow(rule, at) ?? whyNotThis(rule, scan) ?? (isOver ? 'afterLast' : null);
    if (unmet) return { ...notApplied(rule, unmet, points), cost: 0 };
    const { value, result } = apply(rule, points, scan.codeId, draw);
    // A fixed sum below what was counted saves nothing: budgets only ever shrink.
    const cost = Math.max(0, result - points);
    const limit = limitOf(roomOf(rule), cost);
    if (limit) return { ...notApplied(rule, limit, points), cost };
    points = result;
    isOver = rule.isLast;
    return { rule, verdict: 'applied', pointsBefore, pointsAfter: points, cost, value };
  });
}

/** The reward, as it is stored with the entry. */
export function rewardOf(
  { basePoints, baseFrom }: Pick<Win, 'basePoints' | 'baseFrom'>,
  outcomes: readonly RuleOutcome[],
): Reward {
  const steps = outcomes
    .filter(({ verdict }) => verdict === 'applied')
    .map(({ rule: { campaignId, name, effect }, value, pointsAfter }) => ({
      campaignId,
      name,
      effect: effect.kind,
      value,
      points: pointsAfter,
    }));
  return {
    points: steps.at(-1)?.points ?? basePoints,
    explanation: {
      base: basePoints,
      ...(baseFrom === 'range' ? { from: baseFrom } : {}),
      ...(steps.length === 0 ? {} : { steps }),
    },
  };
}

function inOrder(rules: readonly CampaignRule[]): CampaignRule[] {
  return [...rules].sort((a, b) => a.position - b.position || a.campaignId - b.campaignId);
}

function notApplied(rule: CampaignRule, verdict: CampaignVerdict, points: number) {
  return { rule, verdict, pointsBefore: points, pointsAfter: points, value: 0 };
}

function limitOf(room: RuleRoom, cost: number): CampaignVerdict | null {
  if (room.timesInAll < 1) return 'memberTotalLimit';
  if (room.timesToday < 1) return 'memberDailyLimit';
  return cost <= room.budgetPoints ? null : 'budgetSpent';
}

function apply(
  { campaignId, effect }: CampaignRule,
  points: number,
  codeId: bigint,
  draw: Draw,
): { value: number; result: number } {
  switch (effect.kind) {
    case 'multiply': {
      const value = effect.factorPercent;
      return { value, result: clamp(Math.floor((points * value) / 100)) };
    }
    case 'add':
      return { value: effect.points, result: clamp(points + effect.points) };
    case 'fixed':
      return { value: effect.points, result: clamp(effect.points) };
    case 'random': {
      const { pointsMin, pointsMax } = effect;
      const value = draw({ codeId, campaignId, pointsMin, pointsMax });
      return { value, result: clamp(points + value) };
    }
  }
}

function clamp(points: number): number {
  return Math.min(scanPointsMax, Math.max(1, points));
}
