import type { Tx } from '../../platform/database.ts';
import { requireCampaignState } from './campaign-rows.ts';
import { campaignStateConflict } from './errors.ts';

/** Deletes a draft; what once ran stays, since entries tell of it. */
export async function deleteCampaign(tx: Tx, campaignId: number): Promise<void> {
  const deleted = await tx
    .deleteFrom('campaign')
    .where('campaignId', '=', campaignId)
    .where('state', '=', 'draft')
    .returning('campaignId')
    .executeTakeFirst();
  if (deleted) return;
  const state = await requireCampaignState(tx, campaignId);
  throw campaignStateConflict('只能删除草稿，开始过的活动请结束它', state);
}
