import type { Tx } from '../../platform/database.ts';
import {
  readCampaignFields,
  type CampaignFields,
  type ConditionLookups,
} from './campaign-fields.ts';

/** Adds a draft and returns its id. Refuses what cannot be, with bad_request. */
export async function createCampaign(
  tx: Tx,
  { fields, staffId, now }: { fields: CampaignFields; staffId: number | null; now: Date },
  lookups: ConditionLookups,
): Promise<number> {
  const columns = await readCampaignFields(tx, fields, lookups);
  const { campaignId } = await tx
    .insertInto('campaign')
    .values({ ...columns, state: 'draft', staffId, createdAt: now })
    .returning('campaignId')
    .executeTakeFirstOrThrow();
  const { budgetPoints } = fields;
  await tx.insertInto('campaignSpending').values({ campaignId, budgetPoints }).execute();
  return campaignId;
}
