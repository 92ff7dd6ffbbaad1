import type { CampaignState, Occasion } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';
import type { CampaignConditions, CampaignEffect, CampaignRule } from './campaign-types.ts';
import { campaignNotFound } from './errors.ts';

/** The running campaigns, whatever their window, in the order they apply. */
export async function readRunningRules(db: Db): Promise<CampaignRule[]> {
  const rows = await selectCampaigns(db)
    .where('c.state', '=', 'running')
    .orderBy('c.position')
    .orderBy('c.campaignId')
    .execute();
  return rows.map(ruleOf);
}

/** Campaigns with what they have spent. */
export function selectCampaigns(db: Db) {
  return db
    .selectFrom('campaign as c')
    .leftJoin('campaignSpending as s', 's.campaignId', 'c.campaignId')
    .selectAll('c')
    .select([
      's.budgetPoints',
      sql<number>`coalesce(s.spent_points, 0)`.as('spentPoints'),
      sql<number>`coalesce(s.applied_times, 0)`.as('appliedTimes'),
    ]);
}

export type CampaignRow = Awaited<
  ReturnType<ReturnType<typeof selectCampaigns>['execute']>
>[number];

/** A row as claims see it. */
export function ruleOf(row: CampaignRow): CampaignRule {
  // Written by this module only, in these forms.
  const conditions = row.conditions as unknown as CampaignConditions;
  return {
    ...conditions,
    campaignId: row.campaignId,
    name: row.name,
    state: row.state as CampaignState,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    occasion: row.occasion as Occasion,
    effect: row.effect as unknown as CampaignEffect,
    position: row.position,
    isLast: row.isLast,
    memberDailyTimesMax: row.memberDailyTimesMax,
    memberTotalTimesMax: row.memberTotalTimesMax,
    budgetPoints: row.budgetPoints,
    spentPoints: row.spentPoints,
  };
}

/** As it is now, in this transaction. Throws campaign_not_found. */
export async function requireCampaignState(db: Db, campaignId: number): Promise<CampaignState> {
  const row = await db
    .selectFrom('campaign')
    .select('state')
    .where('campaignId', '=', campaignId)
    .executeTakeFirst();
  if (!row) throw campaignNotFound();
  return row.state as CampaignState;
}
