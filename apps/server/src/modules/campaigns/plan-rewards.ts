import type { CampaignRule, Win } from './campaign-types.ts';
import type { Draw } from './draw-points.ts';
import { evaluateCampaigns, type RuleOutcome, type RuleRoom } from './evaluate-campaigns.ts';

/** A win with the rules whose conditions it meets. */
export interface Contender {
  win: Win & { isFirstOfProduct: boolean };
  rules: CampaignRule[];
}

/** How often a member had a campaign before this batch. */
export interface Uses {
  today: number;
  inAll: number;
}

/** What a campaign had spent before this batch, of how much. */
export interface Spending {
  spentPoints: number;
  /** Null: no limit. */
  budgetPoints: number | null;
}

/** What is known of limits. `null`: nothing reserved yet, so the best is hoped for. */
export interface KnownLimits {
  /** By `usesKey`; what is absent may not be used. */
  uses: Map<string, Uses> | null;
  /** By campaign; what is absent may not be spent. */
  spending: Map<number, Spending> | null;
}

export interface Plan {
  /** One list for each contender. */
  outcomes: RuleOutcome[][];
  /** How often each member has each campaign, by `usesKey`. */
  times: Map<string, number>;
  /** What each campaign pays, and how often. */
  spending: Map<number, { points: number; times: number }>;
}

export const usesKey = (memberId: number, campaignId: number) => `${memberId}:${campaignId}`;

export const isCapped = (rule: Pick<CampaignRule, 'memberDailyTimesMax' | 'memberTotalTimesMax'>) =>
  rule.memberDailyTimesMax !== null || rule.memberTotalTimesMax !== null;

export const hasBudget = (rule: CampaignRule) => rule.budgetPoints !== null;

/** Evaluates wins one after the other, each with what those before it left of caps and budgets. */
export function planRewards(
  contenders: readonly Contender[],
  known: KnownLimits,
  { at, draw }: { at: Date; draw: Draw },
): Plan {
  const plan: Plan = { outcomes: [], times: new Map(), spending: new Map() };
  for (const { win, rules } of contenders) {
    const roomOf = (rule: CampaignRule) => roomFor(win.memberId, rule, known, plan);
    const outcomes = evaluateCampaigns(rules, win, { at, draw, roomOf });
    plan.outcomes.push(outcomes);
    for (const { rule, verdict, cost } of outcomes) {
      if (verdict !== 'applied') continue;
      const key = usesKey(win.memberId, rule.campaignId);
      plan.times.set(key, (plan.times.get(key) ?? 0) + 1);
      const { points, times } = plan.spending.get(rule.campaignId) ?? { points: 0, times: 0 };
      plan.spending.set(rule.campaignId, { points: points + cost, times: times + 1 });
    }
  }
  return plan;
}

/**
 * The rules of a win that must be reserved before it can be judged: those that apply, and all the
 * others as soon as one that may apply is limited and so may turn out not to.
 */
export function rulesInReach(
  outcomes: readonly RuleOutcome[],
  isLimited: (rule: CampaignRule) => boolean,
): CampaignRule[] {
  const isUnsure = outcomes.some((outcome) => mayApply(outcome) && isLimited(outcome.rule));
  return outcomes
    .filter(({ verdict }) => verdict === 'applied' || (isUnsure && !isCapReached(verdict)))
    .map(({ rule }) => rule);
}

/** What its neighbours in the batch left no budget for may fit after all, if they pay less. */
function mayApply({ rule, verdict, cost }: RuleOutcome): boolean {
  if (verdict === 'applied') return true;
  return verdict === 'budgetSpent' && cost <= (rule.budgetPoints ?? 0) - rule.spentPoints;
}

function isCapReached(verdict: RuleOutcome['verdict']): boolean {
  return verdict === 'memberDailyLimit' || verdict === 'memberTotalLimit';
}

const usedUp: Uses = { today: Infinity, inAll: Infinity };
/** Not even for a step that costs nothing. */
const noMoney: Spending = { spentPoints: 1, budgetPoints: 0 };

function roomFor(memberId: number, rule: CampaignRule, known: KnownLimits, plan: Plan): RuleRoom {
  const key = usesKey(memberId, rule.campaignId);
  const used = known.uses && isCapped(rule) ? (known.uses.get(key) ?? usedUp) : undefined;
  const times = plan.times.get(key) ?? 0;
  const spending = known.spending ? (known.spending.get(rule.campaignId) ?? noMoney) : rule;
  const paid = plan.spending.get(rule.campaignId)?.points ?? 0;
  const left = (max: number | null, gone: number) => (max === null ? Infinity : max - gone);
  return {
    timesToday: left(rule.memberDailyTimesMax, (used?.today ?? 0) + times),
    timesInAll: left(rule.memberTotalTimesMax, (used?.inAll ?? 0) + times),
    budgetPoints: left(spending.budgetPoints, spending.spentPoints + paid),
  };
}
