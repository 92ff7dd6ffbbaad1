import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { ReplyOf } from '@mashang/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectExactRollups, expectSoundLedger } from '../audit-ledger.ts';
import { expectSoundRedemptions } from '../audit-redemptions.ts';
import { aBatch, aCampaign, aMember, aMemberCookie, aMobile } from '../factories.ts';
import type { TestBatch } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import * as points from '../../src/modules/points/index.ts';
import { rebuildRollup } from '../../src/modules/statistics/index.ts';
import { aBrowser, aStaffBrowser, staffPassword, type Browser } from './browser.ts';
import { dice } from './dice.ts';
import { adjust, aGiftOnSale, anAddress, okay, redeem } from './shop.ts';

type Statistics = ReplyOf<'GET /api/hq/statistics'>;
type Totals = ReplyOf<'GET /api/hq/points-entries/totals'>;

interface Person {
  memberId: number;
  browser: Browser;
  addressId: number;
}

/** Steps of each life; everything that happens in it follows from its seed. */
const stepsPerLife = 120;
const regions = ['320505', '320106', '110105', '310000', null] as const;
const expectedRefusals = [
  ...['points_short', 'gift_sold_out', 'redemption_state_conflict'],
  ...['appeal_limit_reached', 'grant_too_large'],
];

let server: TestServer;
let hq: Browser;
let people: Person[];
let batches: TestBatch[];
let giftIds: number[];
const redemptionIds: number[] = [];
let serial = 0;

beforeAll(async () => {
  server = await freshServer();
  hq = await aStaffBrowser(server);
  batches = [];
  for (const worth of [7, 10, 33]) batches.push(await aBatch(server, { points: worth }));
  await startCampaigns();
  giftIds = [await aGiftOnSale(hq, { stock: 6 }), await aGiftOnSale(hq, { stock: 40 })];
  people = [];
  for (const regionCode of regions) {
    const memberId = await aMember(server, aMobile(), {
      kind: regionCode === null ? 'consumer' : 'chef',
      ...(regionCode ? { regionCode } : {}),
    });
    const browser = aBrowser(server);
    const cookie = await aMemberCookie(server, memberId);
    browser.cookies.set('mashang_member', { value: cookie.split('=')[1] ?? '', path: '/' });
    people.push({ memberId, browser, addressId: await anAddress(browser) });
  }
});
afterAll(() => server.close());

/** Some pay everybody, some until their budget or a member's day is gone. */
async function startCampaigns(): Promise<void> {
  const endsAt = new Date(server.clock.now().getTime() + 10 * 86_400_000).toISOString();
  const random = { kind: 'random' as const, pointsMin: 1, pointsMax: 9 };
  await aCampaign(server, { endsAt, budgetPoints: 900, memberDailyTimesMax: 9 });
  await aCampaign(server, { endsAt, effect: random, memberKinds: ['chef'] });
  await aCampaign(server, { endsAt, occasion: 'firstOfDay', budgetPoints: 50 });
}

async function live(seed: number): Promise<void> {
  const roll = dice(seed);
  // A clerk's session is over after twelve hours, a life within ten.
  const body = { loginName: 'admin', password: staffPassword };
  okay(await hq.call('POST /api/hq/session', { body }));
  const pick = <Item>(items: readonly Item[]): Item => items[roll(items.length)] as Item;
  for (let step = 0; step < stepsPerLife; step += 1) {
    server.clock.advanceMs(roll(5 * 60) * 1000);
    const deed = pick(deeds);
    const answer = await deed(pick(people), pick, roll);
    const { code = '' } = (answer?.body ?? {}) as { code?: string };
    if (answer && answer.status !== 200) expect(expectedRefusals).toContain(code);
    if (roll(20) === 0) await server.foldRollup();
  }
}

type Pick = <Item>(items: readonly Item[]) => Item;
type Deed = (
  person: Person,
  pick: Pick,
  roll: (end: number) => number,
) => Promise<{ status: number; body: unknown } | undefined>;

const claim: Deed = ({ browser }, pick) => {
  const text = pick(batches).code((serial += 1));
  return browser.call('POST /api/scans', { body: { text, attemptId: randomUUID() } });
};
const claimTogether: Deed = async (person, pick, roll) => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => claim(pick(people), pick, roll)),
  );
  return answers.find((answer) => answer?.status !== 200);
};
const correct: Deed = ({ memberId }, _pick, roll) =>
  adjust(hq, memberId, roll(2) === 0 ? 1 + roll(40) : -1 - roll(25));
const order: Deed = async ({ browser, addressId }, pick, roll) => {
  const answer = await redeem(browser, { giftId: pick(giftIds), addressId, quantity: 1 + roll(2) });
  const { redemption } = answer.body as Partial<ReplyOf<'POST /api/me/redemptions'>>;
  if (redemption) redemptionIds.push(redemption.redemptionId);
  return answer;
};
/** Above a hundred points the answer waits for a colleague who never comes. */
const appeal: Deed = async ({ browser }, _pick, roll) => {
  const body = { attemptId: randomUUID(), kind: 'other', note: '少了积分', pictureIds: [] };
  const opened = await browser.call('POST /api/me/appeals', { body });
  const { appealId } = opened.body as Partial<ReplyOf<'POST /api/me/appeals'>>;
  if (appealId === undefined) return opened;
  const words = { attemptId: randomUUID(), version: 1, answer: '已核实', reason: '标签磨损' };
  const answering = { params: { appealId }, body: { ...words, points: roll(110) } };
  const answer = () => hq.call('POST /api/hq/appeals/:appealId/answer', answering);
  return (await Promise.all([answer(), answer()]))[0];
};
/** Head office and the member at once: one of them wins. */
const process: Deed = async (_person, pick) => {
  if (redemptionIds.length === 0) return undefined;
  const redemptionId = pick(redemptionIds);
  const ids = { redemptionIds: [redemptionId] };
  const shipment = { redemptionId, carrier: '顺丰', trackingNumber: 'SF1' };
  await Promise.all([
    hq.call('POST /api/hq/redemptions/approve', { body: ids }),
    pick([
      () => hq.call('POST /api/hq/redemptions/reject', { body: { ...ids, reason: '缺货' } }),
      () => hq.call('POST /api/hq/redemptions/ship', { body: { shipments: [shipment] } }),
      () => hq.call('POST /api/hq/redemptions/receive', { body: ids }),
      ...people.map(
        ({ browser }) =>
          () =>
            browser.call('POST /api/me/redemptions/:redemptionId/cancel', {
              params: { redemptionId },
              body: {},
            }),
      ),
    ])(),
  ]);
  return undefined;
};
/** Who moves house takes nothing along: figures stay where the points were earned. */
const move: Deed = ({ browser }, pick) => {
  const kind = pick(['chef', 'consumer']);
  const body = { name: '搬家的人', kind, shopName: '', regionCode: pick(regions) };
  return browser.call('PUT /api/me/profile', { body });
};
const deeds = [
  claim,
  claim,
  claim,
  claimTogether,
  correct,
  order,
  order,
  process,
  process,
  move,
  appeal,
];

/** Whole Beijing days around everything that happened. */
function period() {
  const day = (moment: number) => {
    const beijingMidnight = Math.floor((moment + 8 * 3_600_000) / 86_400_000) * 86_400_000;
    return new Date(beijingMidnight - 8 * 3_600_000).toISOString();
  };
  const now = server.clock.now().getTime();
  return { from: day(now - 5 * 86_400_000), to: day(now + 86_400_000) };
}

const totalsOf = async (filter: Record<string, string | number>) =>
  okay(
    await hq.call('GET /api/hq/points-entries/totals', {
      query: { ...period(), kind: 'award', ...filter },
    }),
  ) as Totals;

/** The entries behind a key of the report, as the console opens them. */
const filters = {
  province: (key: string) => ({ region: key === '' ? '000000' : key }),
  city: (key: string) => ({ region: key === '' ? '000000' : key }),
  product: (key: string) => ({ productId: key }),
  batch: (key: string) => ({ batchId: key }),
  memberKind: (key: string) => ({ memberKind: key }),
  member: (key: string) => ({ memberId: key }),
};

describe.each([20261122, 4711])('S15: after the random life of seed %i', (seed) => {
  beforeAll(() => live(seed), 120_000);

  test('ledger, stock and roll-ups are sound', async () => {
    const { db } = server.database;
    await expectSoundLedger(db);
    await expectSoundRedemptions(db);
  });

  test.each(Object.keys(filters) as (keyof typeof filters)[])(
    'every figure by %s is the sum of the entries it opens into',
    async (by) => {
      const report = okay(
        await hq.call('GET /api/hq/statistics', { query: { ...period(), by } }),
      ) as Statistics;
      expect(report.rows.length).toBeGreaterThan(1);
      for (const { key, claims, points: worth } of report.rows) {
        expect(await totalsOf(filters[by](key)), `${by} ${key}`).toMatchObject({
          ...{ entries: claims, pointsIn: worth, pointsOut: 0 },
        });
      }
      const { entries, pointsIn } = await totalsOf({});
      expect(report.total).toEqual({ claims: entries, points: pointsIn });
    },
  );

  test('balances are what the entries of every kind add up to', async () => {
    for (const { memberId, browser } of people) {
      const query = { ...period(), memberId };
      const answer = await hq.call('GET /api/hq/points-entries/totals', { query });
      const { pointsIn, pointsOut } = okay(answer) as Totals;
      expect((await browser.call('GET /api/me/points')).body).toMatchObject({
        balance: pointsIn + pointsOut,
      });
    }
  });

  test('roll-ups made anew from the ledger are the same', async () => {
    const { db } = server.database;
    await server.foldRollup();
    const before = await rollups();
    await rebuildRollup(db, points);
    expect(await rollups()).toEqual(before);
    await expectExactRollups(db);
  });
});

async function rollups(): Promise<unknown[]> {
  const { rows } = await sql`
    select 'hour' as what, to_jsonb(r) as row from claim_rollup r
    union all select 'member', to_jsonb(r) from member_rollup r
    union all select 'day', to_jsonb(r) from day_rollup r
    union all select 'batch', to_jsonb(r) from batch_rollup r
    order by 1, 2`.execute(server.database.db);
  return rows;
}
