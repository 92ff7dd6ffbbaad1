import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { changedMeanwhile } from '../../platform/errors.ts';
import {
  readCampaignFields,
  type CampaignFields,
  type ConditionLookups,
} from './campaign-fields.ts';
import { requireCampaignState } from './campaign-rows.ts';
import { budgetBelowSpent, campaignStateConflict } from './errors.ts';

export interface CampaignEdit {
  campaignId: number;
  fields: CampaignFields;
  /** The version the editor read. */
  version: number;
}

/**
 * Edits a campaign that has not ended; entries already written keep what they were given. Of two who
 * read the same version the first one wins, the second is told changed_meanwhile. A budget below what
 * was given already is refused: claims of this moment wait for the answer.
 */
export async function updateCampaign(
  tx: Tx,
  { campaignId, fields, version }: CampaignEdit,
  lookups: ConditionLookups,
): Promise<void> {
  const columns = await readCampaignFields(tx, fields, lookups);
  const updated = await tx
    .updateTable('campaign')
    .set({ ...columns, version: sql<number>`version + 1` })
    .where('campaignId', '=', campaignId)
    .where('version', '=', version)
    .where('state', '<>', 'ended')
    .returning('campaignId')
    .executeTakeFirst();
  if (!updated) {
    const state = await requireCampaignState(tx, campaignId);
    if (state === 'ended') throw campaignStateConflict('活动已结束，不能再修改', state);
    throw changedMeanwhile();
  }
  await changeBudget(tx, campaignId, fields.budgetPoints);
}

async function changeBudget(
  tx: Tx,
  campaignId: number,
  budgetPoints: number | null,
): Promise<void> {
  const { spentPoints } = await tx
    .selectFrom('campaignSpending')
    .select('spentPoints')
    .where('campaignId', '=', campaignId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  if (budgetPoints !== null && budgetPoints < spentPoints) throw budgetBelowSpent(spentPoints);
  await tx
    .updateTable('campaignSpending')
    .set({ budgetPoints })
    .where('campaignId', '=', campaignId)
    .execute();
}
