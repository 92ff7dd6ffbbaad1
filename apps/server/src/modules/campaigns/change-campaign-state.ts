import type { CampaignState } from '@mashang/contract';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { changedMeanwhile } from '../../platform/errors.ts';
import { requireCampaignState } from './campaign-rows.ts';
import { campaignStateConflict } from './errors.ts';

type NextState = 'running' | 'paused' | 'ended';

/** From which states each may come. Nothing leaves `ended`; a draft is deleted, not ended. */
const fromStates: Record<NextState, CampaignState[]> = {
  running: ['draft', 'paused'],
  paused: ['running'],
  ended: ['running', 'paused'],
};

const stateNames: Record<CampaignState, string> = {
  draft: '还是草稿',
  running: '正在进行',
  paused: '已暂停',
  ended: '已结束',
};

const stepNames: Record<NextState, string> = { running: '开始', paused: '暂停', ended: '结束' };

/**
 * Starts, pauses, resumes or ends a campaign. Every process pays by it, or no longer, within a second.
 * Refuses with campaign_state_conflict what its state does not allow, with changed_meanwhile when
 * somebody else changed it since `version`.
 */
export async function changeCampaignState(
  tx: Tx,
  change: { campaignId: number; state: NextState; version: number; now: Date },
): Promise<void> {
  const { campaignId, state, version, now } = change;
  let update = tx
    .updateTable('campaign')
    .set({ state, version: sql<number>`version + 1` })
    .where('campaignId', '=', campaignId)
    .where('version', '=', version)
    .where('state', 'in', fromStates[state]);
  if (state === 'running') update = update.where('endsAt', '>', now);
  if (await update.returning('campaignId').executeTakeFirst()) return;
  const present = await requireCampaignState(tx, campaignId);
  if (!fromStates[state].includes(present)) {
    const message = `活动${stateNames[present]}，不能${stepNames[state]}`;
    throw campaignStateConflict(message, present);
  }
  const row = await tx
    .selectFrom('campaign')
    .select('version')
    .where('campaignId', '=', campaignId)
    .executeTakeFirst();
  if (row?.version !== version) throw changedMeanwhile();
  throw campaignStateConflict('活动的结束时间已过，请先改时间再开始', present);
}
