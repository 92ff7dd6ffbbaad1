import { sql } from 'kysely';
import type { AuditPart } from './findings.ts';

const explained = {
  name: 'awards-explained',
  promise: 'the explanation of every award ends at the points it gave',
};
const spent = {
  name: 'campaign-spending',
  promise: 'what a campaign has spent is what its awards say, and never more than its budget',
};
const used = {
  name: 'campaign-uses',
  promise: 'no campaign counts more uses by a member than that member’s awards tell of',
};

/** Awards, and the campaigns that made them larger. */
export const checkCampaigns: AuditPart = async function campaigns(tx, findings, pages) {
  const told = new Map<number, { points: number; times: number }>();
  await pages(async ({ after, upTo }) => {
    const inPage = sql`member_id > ${after} and member_id <= ${upTo}`;
    const { rows: awards } = await sql<{ entryId: string | null; awards: number }>`
      select case when not is_right then member_id || '-' || sequence end as entry_id,
        count(*) as awards
      from (select member_id, sequence, points = coalesce(
          (explanation #>> '{steps,-1,points}')::bigint, (explanation ->> 'base')::bigint, -1)
          as is_right
        from points_entry where ${inPage} and kind = 'award') award
      group by 1`.execute(tx);
    for (const { entryId, awards: looked } of awards) {
      findings.looked(explained, looked);
      if (entryId !== null) findings.found(explained, `entry ${entryId}`);
    }
    const { rows: steps } = await sql<{
      memberId: number;
      campaignId: number;
      points: number;
      times: number;
      counted: number;
    }>`
      with step as (
        select member_id, (step ->> 'campaignId')::bigint as campaign_id,
          greatest(0, (step ->> 'points')::bigint - coalesce(
            lag((step ->> 'points')::bigint) over (partition by member_id, sequence order by place),
            (explanation ->> 'base')::bigint)) as points
        from points_entry
        cross join lateral jsonb_array_elements(explanation -> 'steps')
          with ordinality as s (step, place)
        where ${inPage} and kind = 'award' and explanation ? 'steps'
      ), told as (
        select member_id, campaign_id, sum(points)::bigint as points, count(*) as times
        from step group by member_id, campaign_id
      )
      select member_id, campaign_id, coalesce(points, 0) as points, coalesce(times, 0) as times,
        coalesce(times_total, 0) as counted
      from told full join (select member_id, campaign_id, times_total from campaign_use
        where ${inPage}) counted using (member_id, campaign_id)`.execute(tx);
    findings.looked(used, steps.length);
    for (const { memberId, campaignId, points, times, counted } of steps) {
      const sum = told.get(campaignId) ?? { points: 0, times: 0 };
      told.set(campaignId, { points: sum.points + points, times: sum.times + times });
      if (counted <= times) continue;
      findings.found(used, `campaign ${campaignId}, member ${memberId}: ${counted} for ${times}`);
    }
  });
  const { rows } = await sql<{
    campaignId: number;
    budgetPoints: number | null;
    spentPoints: number;
    appliedTimes: number;
  }>`
    select campaign_id, budget_points, coalesce(spent_points, 0) as spent_points,
      coalesce(applied_times, 0) as applied_times
    from campaign left join campaign_spending using (campaign_id)`.execute(tx);
  findings.looked(spent, rows.length);
  for (const { campaignId, budgetPoints, spentPoints, appliedTimes } of rows) {
    const { points, times } = told.get(campaignId) ?? { points: 0, times: 0 };
    const where = `campaign ${campaignId}: spent ${spentPoints} in ${appliedTimes} scans`;
    if (points !== spentPoints || times !== appliedTimes) {
      findings.found(spent, `${where}, awards tell of ${points} in ${times}`);
    }
    if (budgetPoints !== null && spentPoints > budgetPoints) {
      findings.found(spent, `${where}, budget ${budgetPoints}`);
    }
  }
};
