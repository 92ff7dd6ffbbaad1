import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { numberArray } from '../../platform/number-array.ts';
import { hasBudget, rulesInReach, type Plan, type Spending } from './plan-rewards.ts';

interface Payment {
  campaignId: number;
  points: number;
  times: number;
}

export interface ReservedSpending {
  /** As it was before this batch, by campaign. */
  before: Map<number, Spending>;
  /** What was added already, and is to be corrected if it comes otherwise. */
  written: Map<number, Payment>;
}

/**
 * Locks what the campaigns in reach have spent, and adds what is planned where it fits, so that mostly
 * nothing more is to be written. Until the commit every other batch that one of them pays waits here.
 */
export async function reserveSpending(tx: Tx, plan: Plan): Promise<ReservedSpending> {
  const inReach = plan.outcomes.flatMap((outcomes) => rulesInReach(outcomes, hasBudget));
  const campaignIds = [...new Set(inReach.map(({ campaignId }) => campaignId))];
  // The same order in every process, so that two batches never wait for each other in a circle.
  campaignIds.sort((a, b) => a - b);
  const payments = new Map(campaignIds.map((id) => [id, paymentOf(plan, id)]));
  const added = await addPayments(tx, [...payments.values()]);
  const tooDear = await readSpending(
    tx,
    campaignIds.filter((id) => !added.has(id)),
  );
  const before = new Map(tooDear);
  const written = new Map<number, Payment>(tooDear.map(([id]) => [id, nothingOf(id)]));
  for (const [id, { spentPoints, budgetPoints }] of added) {
    const payment = payments.get(id) ?? nothingOf(id);
    before.set(id, { budgetPoints, spentPoints: spentPoints - payment.points });
    written.set(id, payment);
  }
  return { before, written };
}

/** Adds what was planned too little, takes back what was too much; the rows are locked already. */
export async function correctSpending(
  tx: Tx,
  { written }: ReservedSpending,
  final: Plan,
): Promise<void> {
  const wrong = [...written.values()].flatMap(({ campaignId, points, times }) => {
    const paid = paymentOf(final, campaignId);
    const change = { campaignId, points: paid.points - points, times: paid.times - times };
    return change.points === 0 && change.times === 0 ? [] : [change];
  });
  if (wrong.length === 0) return;
  await sql`
    update campaign_spending s set spent_points = s.spent_points + w.points,
      applied_times = s.applied_times + w.times
    from ${given(wrong)} as w (campaign_id, points, times)
    where s.campaign_id = w.campaign_id`.execute(tx);
}

/** Adds each payment that fits its budget; the rows of the others are locked only. */
async function addPayments(tx: Tx, payments: Payment[]): Promise<Map<number, Spending>> {
  if (payments.length === 0) return new Map();
  const { rows } = await sql<Spending & { campaignId: number }>`
    insert into campaign_spending as s (campaign_id, spent_points, applied_times)
    select campaign_id, points, times from ${given(payments)} as w (campaign_id, points, times)
    on conflict (campaign_id) do update set
      spent_points = s.spent_points + excluded.spent_points,
      applied_times = s.applied_times + excluded.applied_times
    where s.budget_points is null or s.spent_points + excluded.spent_points <= s.budget_points
    returning campaign_id, spent_points, budget_points`.execute(tx);
  return new Map(rows.map(({ campaignId, ...spending }) => [campaignId, spending]));
}

async function readSpending(tx: Tx, campaignIds: number[]): Promise<[number, Spending][]> {
  if (campaignIds.length === 0) return [];
  const rows = await tx
    .selectFrom('campaignSpending')
    .select(['campaignId', 'spentPoints', 'budgetPoints'])
    .where('campaignId', 'in', campaignIds)
    .execute();
  return rows.map(({ campaignId, ...spending }) => [campaignId, spending]);
}

function paymentOf(plan: Plan, campaignId: number): Payment {
  return { ...nothingOf(campaignId), ...plan.spending.get(campaignId) };
}

function nothingOf(campaignId: number): Payment {
  return { campaignId, points: 0, times: 0 };
}

function given(payments: Payment[]) {
  return sql`unnest(
    ${numberArray(payments.map(({ campaignId }) => campaignId))}::bigint[],
    ${numberArray(payments.map(({ points }) => points))}::bigint[],
    ${numberArray(payments.map(({ times }) => times))}::bigint[])`;
}
