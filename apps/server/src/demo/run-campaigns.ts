import { changeCampaignState, createCampaign } from '../modules/campaigns/index.ts';
import { readBatchSpans } from '../modules/codes/index.ts';
import { readProductNames } from '../modules/products/index.ts';
import { beijingDay, startOfBeijingDay } from '../platform/clock.ts';
import type { Tx } from '../platform/database.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** From which day to which, counted from today; each ends at the midnight before its last day. */
const demoCampaigns = [
  {
    name: '酱油双倍周',
    product: '鲜味酱油 500ml',
    days: [-3, 5],
    occasion: 'any',
    effect: { kind: 'multiply', factorPercent: 200 },
    position: 100,
    memberDailyTimesMax: 50,
    memberTotalTimesMax: null,
    budgetPoints: 100_000,
  },
  {
    name: '新品首扫礼',
    product: '新品米醋 420ml',
    days: [7, 21],
    occasion: 'firstOfProduct',
    effect: { kind: 'add', points: 8 },
    position: 200,
    memberDailyTimesMax: null,
    memberTotalTimesMax: 1,
    budgetPoints: 20_000,
  },
] as const;

/** One campaign people's last scans were paid by, and one that is still to come. */
export async function runCampaigns(tx: Tx, now: Date): Promise<void> {
  const todayMs = startOfBeijingDay(beijingDay(now)).getTime();
  const products = await tx.selectFrom('product').select(['productId', 'name']).execute();
  for (const { product: name, days, ...campaign } of demoCampaigns) {
    const productIds = products
      .filter((product) => product.name === name)
      .map(({ productId }) => productId);
    const midnight = (day: number) => new Date(todayMs + day * dayMs).toISOString();
    const window = { startsAt: midnight(days[0]), endsAt: midnight(days[1]) };
    const everybody = { batchRanges: [], memberKinds: [], regionCodes: [], isLast: false };
    const fields = { ...campaign, ...window, ...everybody, productIds };
    const madeAt = new Date(todayMs - 4 * dayMs);
    const campaignId = await createCampaign(
      tx,
      { fields, staffId: null, now: madeAt },
      { readProductNames, readBatchSpans },
    );
    await changeCampaignState(tx, { campaignId, state: 'running', version: 1, now: madeAt });
  }
}
