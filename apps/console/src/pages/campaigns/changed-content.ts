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

/**
 * What the form is based on once newer news came in by the way (state, points given). Somebody
 * else's change of the content is not adopted: saving has to meet it as a conflict.
 */
export function adoptNews(base: Campaign, news: Campaign): Campaign {
  if (changedContent(base, news).length === 0) return news;
  const { state, spentPoints, appliedTimes } = news;
  return { ...base, state, spentPoints, appliedTimes };
}
