import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aWin, openCampaignDesk, type CampaignDesk } from './campaign-desk.test-support.ts';
import { rewardClaims, type RunningCampaigns, type Win } from './index.ts';
import { evaluateCampaigns } from './evaluate-campaigns.ts';

let desk: CampaignDesk;
beforeAll(async () => {
  desk = await openCampaignDesk();
});
beforeEach(() => desk.reset());
afterAll(() => desk.close());

const add = (points: number) => ({ kind: 'add', points }) as const;
const fifty = Array.from({ length: 50 }, (_each, index) => index + 1);

describe('S21: campaigns reward claims', () => {
  test('without a campaign that matches, the database is not asked', async () => {
    await desk.start({ productIds: [await desk.aProduct('别的')], budgetPoints: 10 });
    await desk.add({ name: '草稿' });
    const running = await desk.campaignBook.read();
    const statements: string[] = [];
    await desk.db.transaction().execute(async (tx) => {
      const watched = tx.withPlugin({
        transformQuery: ({ node }) => {
          statements.push(node.kind);
          return node;
        },
        transformResult: ({ result }) => Promise.resolve(result),
      });
      const readClaimedProducts = () => Promise.reject(new Error('asked'));
      const wins = [aWin({ productId: 0 })];
      const given = await rewardClaims(watched, running, wins, desk.clock.now(), {
        readClaimedProducts,
      });
      expect(given).toEqual({
        rewards: [{ points: 10, explanation: { base: 10 } }],
        exhausted: [],
      });
    });
    expect(statements).toEqual([]);
  });

  test('fifty at once never overspend a budget, and spend all of it that fits', async () => {
    const { campaignId } = await desk.start({ effect: add(7), budgetPoints: 100 });
    const running = await desk.campaignBook.read();
    const given = await Promise.all(
      fifty.map((memberId) => desk.reward([aWin({ memberId, serial: memberId })], running)),
    );
    const points = given.map(({ rewards }) => rewards[0]?.points);
    expect(points.filter((each) => each === 17)).toHaveLength(14);
    expect(points.filter((each) => each === 10)).toHaveLength(36);
    expect(await desk.get(campaignId)).toMatchObject({ spentPoints: 98, appliedTimes: 14 });
    expect(given.some(({ exhausted }) => exhausted[0]?.campaignId === campaignId)).toBe(true);
  });

  test('fifty at once by one member get no more than the caps', async () => {
    const daily = await desk.start({ name: '每天两次', effect: add(1), memberDailyTimesMax: 2 });
    await desk.start({ name: '一共三次', effect: add(100), memberTotalTimesMax: 3 });
    const sums = async () => {
      const running = await desk.campaignBook.read();
      const given = await Promise.all(
        fifty.map((serial) => desk.reward([aWin({ memberId: 9, serial })], running)),
      );
      return given.flatMap(({ rewards }) => rewards.map(({ points }) => points - 10));
    };
    const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
    expect(total(await sums())).toBe(302);
    expect(total(await sums())).toBe(0);
    desk.clock.advanceMs(24 * 60 * 60 * 1000 - 1_000);
    expect(total(await sums())).toBe(2);
    // A clock set back gives nobody another day.
    desk.clock.advanceMs(-12 * 60 * 60 * 1000);
    expect(total(await sums())).toBe(0);
    desk.clock.advanceMs(-12 * 60 * 60 * 1000 + 1_000);
    expect(await desk.get(daily.campaignId)).toMatchObject({ spentPoints: 4, appliedTimes: 4 });
  });

  test('several wins of one member in one batch count one after the other', async () => {
    await desk.start({ name: '该产品首次', effect: add(5), occasion: 'firstOfProduct' });
    await desk.start({ name: '每天一次', effect: add(50), memberDailyTimesMax: 1 });
    const wins = [
      aWin({ memberId: 3, serial: 1 }),
      aWin({ memberId: 3, serial: 2 }),
      aWin({ memberId: 3, serial: 3, productId: 2 }),
      aWin({ memberId: 4, serial: 4, productId: 2 }),
    ];
    const { rewards } = await desk.reward(wins);
    expect(rewards.map(({ points }) => points)).toEqual([65, 10, 15, 65]);
    await desk.db
      .insertInto('memberRollup')
      .values({ day: '2026-01-01', memberId: 5, productId: 1, claims: 1, points: 1 })
      .execute();
    await desk.db
      .insertInto('claimRollupDelta')
      .values({
        hour: desk.clock.now(),
        memberId: 5,
        productId: 2,
        batchId: 1,
        claims: 1,
        points: 1,
      })
      .execute();
    const again = await desk.reward([1, 2, 3].map((productId) => aWin({ memberId: 5, productId })));
    expect(again.rewards.map(({ points }) => points)).toEqual([60, 10, 15]);
  });

  test('what is rolled back was neither spent nor used', async () => {
    const { campaignId } = await desk.start({ budgetPoints: 100, memberTotalTimesMax: 1 });
    const running = await desk.campaignBook.read();
    const broken = desk.db.transaction().execute(async (tx) => {
      const none = () => Promise.resolve(new Set<string>());
      await rewardClaims(tx, running, [aWin()], desk.clock.now(), { readClaimedProducts: none });
      throw new Error('the commit failed');
    });
    await expect(broken).rejects.toThrow('the commit failed');
    expect(await desk.get(campaignId)).toMatchObject({ spentPoints: 0, appliedTimes: 0 });
    expect((await desk.reward([aWin()])).rewards[0]?.points).toBe(20);
  });

  test('a paused or ended campaign stops within a second, in other processes too', async () => {
    const campaign = await desk.start();
    expect((await desk.reward([aWin()])).rewards[0]?.points).toBe(20);
    await desk.db.updateTable('campaign').set({ state: 'paused' }).execute();
    expect((await desk.reward([aWin()])).rewards[0]?.points).toBe(20);
    desk.clock.advanceMs(1_001);
    expect((await desk.reward([aWin()])).rewards[0]?.points).toBe(10);
    await desk.db.updateTable('campaign').set({ state: 'running' }).execute();
    desk.campaignBook.forget();
    expect((await desk.reward([aWin()])).rewards[0]?.points).toBe(20);
    await desk.setState(campaign, 'ended');
    expect((await desk.reward([aWin()])).rewards[0]?.points).toBe(10);
  });

  const campaign = fc.record({
    effect: fc.oneof(
      fc.constant({ kind: 'multiply', factorPercent: 250 } as const),
      fc.integer({ min: 1, max: 30 }).map(add),
      fc.constant({ kind: 'fixed', points: 25 } as const),
      fc.constant({ kind: 'random', pointsMin: 1, pointsMax: 20 } as const),
    ),
    occasion: fc.constantFrom('any', 'firstEver', 'firstOfProduct' as const),
    position: fc.integer({ min: 1, max: 2 }),
    isLast: fc.boolean(),
    memberDailyTimesMax: fc.option(fc.integer({ min: 1, max: 3 })),
    budgetPoints: fc.option(fc.integer({ min: 5, max: 90 })),
  });
  const win = fc.record({
    memberId: fc.integer({ min: 1, max: 3 }),
    productId: fc.integer({ min: 1, max: 2 }),
    basePoints: fc.integer({ min: 1, max: 20 }),
    isFirstEver: fc.boolean(),
  });

  test('any sequence in any batches pays what one scan after the other would be paid', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(campaign, { minLength: 1, maxLength: 5 }),
        fc.array(fc.array(win, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 }),
        async (campaigns, batches) => {
          await desk.reset();
          await desk.startAll(campaigns);
          const running = await desk.campaignBook.read();
          let serial = 0;
          const oneByOne = payOneByOne(running, desk.clock.now());
          for (const batch of batches) {
            const wins = batch.map((fields) => aWin({ ...fields, serial: (serial += 1) }));
            const { rewards } = await desk.reward(wins, running);
            const points = rewards.map((reward) => reward.points);
            // The next batch knows the first scan of a product from this one only.
            expect(points).toEqual(oneByOne.pay(wins));
          }
          for (const { campaignId } of running.rules) {
            const { spentPoints, budgetPoints } = await desk.get(campaignId);
            expect(spentPoints).toBe(oneByOne.spent.get(campaignId) ?? 0);
            expect(spentPoints).toBeLessThanOrEqual(budgetPoints ?? Infinity);
          }
        },
      ),
      { numRuns: 15 },
    );
  }, 20_000);
});

/** The plainest way to say it: no reservations, no batches, all limits in two maps. */
function payOneByOne({ rules, draw }: RunningCampaigns, at: Date) {
  const spent = new Map<number, number>();
  const used = new Map<string, number>();
  function pay(wins: Win[]): number[] {
    const seen = new Set<string>();
    return wins.map((win) => {
      const product = `${win.memberId}:${win.productId}`;
      const isFirstOfProduct = !seen.has(product);
      seen.add(product);
      const outcomes = evaluateCampaigns(
        rules,
        { ...win, isFirstOfProduct },
        {
          at,
          draw,
          roomOf: ({ campaignId, memberDailyTimesMax, budgetPoints }) => ({
            timesInAll: Infinity,
            timesToday:
              (memberDailyTimesMax ?? Infinity) - (used.get(`${win.memberId}:${campaignId}`) ?? 0),
            budgetPoints: (budgetPoints ?? Infinity) - (spent.get(campaignId) ?? 0),
          }),
        },
      );
      for (const { rule, verdict, cost } of outcomes) {
        if (verdict !== 'applied') continue;
        const key = `${win.memberId}:${rule.campaignId}`;
        used.set(key, (used.get(key) ?? 0) + 1);
        spent.set(rule.campaignId, (spent.get(rule.campaignId) ?? 0) + cost);
      }
      return outcomes.at(-1)?.pointsAfter ?? win.basePoints;
    });
  }
  return { pay, spent };
}
