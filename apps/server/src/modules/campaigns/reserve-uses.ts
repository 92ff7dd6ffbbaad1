import { sql } from 'kysely';
import { beijingDay } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database.ts';
import { numberArray } from '../../platform/number-array.ts';
import type { CampaignRule } from './campaign-types.ts';
import {
  hasBudget,
  isCapped,
  rulesInReach,
  usesKey,
  type Contender,
  type Plan,
  type Uses,
} from './plan-rewards.ts';

interface Use {
  memberId: number;
  campaignId: number;
  times: number;
}

export interface ReservedUses {
  /** The uses before this batch, by `usesKey`; absent where no use is left. */
  before: Map<string, Uses>;
  /** What was counted already, and is to be corrected if it comes otherwise. */
  written: Map<string, Use>;
}

/**
 * Locks how often members had the capped campaigns in reach, and counts the planned times already, so
 * that mostly nothing more is to be written.
 */
export async function reserveUses(
  tx: Tx,
  contenders: readonly Contender[],
  plan: Plan,
  now: Date,
): Promise<ReservedUses> {
  const uses = usesInReach(contenders, plan);
  if (uses.size === 0) return { before: new Map(), written: new Map() };
  const before = new Map<string, Uses>();
  const written = new Map<string, Use>();
  for (const row of await addUses(tx, [...uses.values()], beijingDay(now))) {
    const key = usesKey(row.memberId, row.campaignId);
    const use = uses.get(key);
    if (!use) continue;
    before.set(key, { today: row.timesToday - use.times, inAll: row.timesTotal - use.times });
    written.set(key, use);
  }
  return { before, written };
}

/** Counts what was planned too much or too little; the rows are locked already. */
export async function correctUses(tx: Tx, { written }: ReservedUses, final: Plan): Promise<void> {
  const wrong = [...written].flatMap(([key, use]) => {
    const times = (final.times.get(key) ?? 0) - use.times;
    return times === 0 ? [] : [{ ...use, times }];
  });
  if (wrong.length === 0) return;
  await sql`
    update campaign_use u set times_today = u.times_today + w.times,
      times_total = u.times_total + w.times
    from ${given(wrong)} as w (member_id, campaign_id, times)
    where u.member_id = w.member_id and u.campaign_id = w.campaign_id`.execute(tx);
}

function usesInReach(contenders: readonly Contender[], plan: Plan): Map<string, Use> {
  const uses = new Map<string, Use>();
  for (const [index, { win }] of contenders.entries()) {
    for (const { campaignId, ...rule } of rulesInReach(plan.outcomes[index] ?? [], isLimited)) {
      if (!isCapped(rule)) continue;
      const key = usesKey(win.memberId, campaignId);
      uses.set(key, { memberId: win.memberId, campaignId, times: plan.times.get(key) ?? 0 });
    }
  }
  return uses;
}

function isLimited(rule: CampaignRule): boolean {
  return isCapped(rule) || hasBudget(rule);
}

/**
 * A use counts in the day of its row, which only goes forward: a clock set back gives nobody another
 * day. At the cap, as it is at this moment, the row is only locked and does not come back.
 */
async function addUses(tx: Tx, uses: Use[], day: string) {
  // The same order in every process, so that two batches never wait for each other in a circle.
  uses.sort((a, b) => a.memberId - b.memberId || a.campaignId - b.campaignId);
  const { rows } = await sql<Omit<Use, 'times'> & { timesToday: number; timesTotal: number }>`
    insert into campaign_use as u (member_id, campaign_id, day, times_today, times_total)
    select member_id, campaign_id, ${day}::date, times, times
    from ${given(uses)} as w (member_id, campaign_id, times)
    on conflict (member_id, campaign_id) do update set
      day = greatest(u.day, excluded.day),
      times_today = excluded.times_today
        + case when u.day < excluded.day then 0 else u.times_today end,
      times_total = u.times_total + excluded.times_total
    where (
      select (c.member_total_times_max is null or u.times_total < c.member_total_times_max)
        and (c.member_daily_times_max is null or u.day < excluded.day
          or u.times_today < c.member_daily_times_max)
      from campaign c where c.campaign_id = excluded.campaign_id)
    returning member_id, campaign_id, times_today, times_total`.execute(tx);
  return rows;
}

function given(uses: Use[]) {
  return sql`unnest(
    ${numberArray(uses.map(({ memberId }) => memberId))}::bigint[],
    ${numberArray(uses.map(({ campaignId }) => campaignId))}::bigint[],
    ${numberArray(uses.map(({ times }) => times))}::int[])`;
}
