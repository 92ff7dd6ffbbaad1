import type { Db, Tx } from '../../platform/database.ts';
import type { CampaignRule, Win } from './campaign-types.ts';
import { whyNotNow, whyNotThis } from './meet-conditions.ts';
import { hasBudget, isCapped, type Contender } from './plan-rewards.ts';

/** Of these pairs those whose member had claimed a code of the product before, as `member:product`. */
export type ReadClaimedProducts = (
  db: Db,
  pairs: { memberId: number; productId: number }[],
) => Promise<Set<string>>;

/**
 * The wins some rule may pay, each with those rules. The database is asked only where a rule for the
 * first scan of a product meets every other condition.
 */
export async function findContenders(
  tx: Tx,
  rules: readonly CampaignRule[],
  wins: readonly Win[],
  { now, readClaimedProducts }: { now: Date; readClaimedProducts: ReadClaimedProducts },
): Promise<Map<number, Contender>> {
  const open = rules.filter((rule) => whyNotNow(rule, now) === null && hasMoney(rule));
  if (open.length === 0) return new Map();
  const asking = wins.filter((win) => open.some((rule) => asksFirstOfProduct(rule, win)));
  const claimed = asking.length > 0 ? await readClaimedProducts(tx, pairsOf(asking)) : new Set();
  const contenders = new Map<number, Contender>();
  for (const [index, win] of wins.entries()) {
    const pair = `${win.memberId}:${win.productId}`;
    const scan = { ...win, isFirstOfProduct: !claimed.has(pair) };
    claimed.add(pair);
    const meeting = untilTheLast(open.filter((rule) => whyNotThis(rule, scan) === null));
    if (meeting.length > 0) contenders.set(index, { win: scan, rules: meeting });
  }
  return contenders;
}

/** Spent points only grow: a budget that was used up a second ago still is. */
function hasMoney({ budgetPoints, spentPoints }: CampaignRule): boolean {
  return budgetPoints === null || spentPoints < budgetPoints;
}

function asksFirstOfProduct(rule: CampaignRule, win: Win): boolean {
  return (
    rule.occasion === 'firstOfProduct' &&
    whyNotThis(rule, { ...win, isFirstOfProduct: true }) === null
  );
}

function pairsOf(wins: readonly Win[]): { memberId: number; productId: number }[] {
  const pairs = wins.map(({ memberId, productId }) => ({ memberId, productId }));
  return [...new Map(pairs.map((pair) => [`${pair.memberId}:${pair.productId}`, pair])).values()];
}

/** Nothing comes behind a rule that is the last one and cannot fail: its neighbours stay untouched. */
function untilTheLast(rules: CampaignRule[]): CampaignRule[] {
  const last = rules.findIndex((rule) => rule.isLast && !isCapped(rule) && !hasBudget(rule));
  return last < 0 ? rules : rules.slice(0, last + 1);
}
