import type { Campaign } from '@mashang/contract';

/** Parts of a campaign as people know them, and the fields behind each. */
const parts = {
  name: ['name'],
  start: ['startsAt'],
  end: ['endsAt'],
  regions: ['regionCodes'],
  kinds: ['memberKinds'],
  products: ['productIds'],
  batches: ['batchRanges'],
  occasion: ['occasion'],
  effect: ['effect'],
  daily: ['memberDailyTimesMax'],
  total: ['memberTotalTimesMax'],
  budget: ['budgetPoints'],
  after: ['isLast'],
  position: ['position'],
} as const satisfies Record<string, readonly (keyof Campaign)[]>;

export type CampaignPart = keyof typeof parts;

/** Which parts differ between two readings of the same campaign. */
export function changedContent(before: Campaign, after: Campaign): CampaignPart[] {
  return (Object.keys(parts) as CampaignPart[]).filter((part) =>
    parts[part].some((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field])),
  );
}
