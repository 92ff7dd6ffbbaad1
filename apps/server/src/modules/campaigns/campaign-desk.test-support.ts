import { randomBytes } from 'node:crypto';
import type { BodyOf, Campaign } from '@mashang/contract';
import { freshDatabase } from '../../../test/harness-database.ts';
import { createTestClock } from '../../../test/test-clock.ts';
import { openTestRoute } from '../../../test/test-route.ts';
import { codeIdOf, findRange, readBatchSpans } from '../codes/index.ts';
import { describeMembers, readClaimants } from '../members/index.ts';
import { explainAward } from '../points/index.ts';
import { createProductRules, readProductNames } from '../products/index.ts';
import { countClaimsOfMember, readClaimedProducts } from '../statistics/index.ts';
import {
  changeCampaignState,
  createCampaign,
  createCampaignBook,
  registerCampaignRoutes,
  rewardClaims,
  type RunningCampaigns,
  type Win,
} from './index.ts';

export type CampaignBody = BodyOf<'POST /api/hq/campaigns'>;

const dayMs = 24 * 60 * 60 * 1000;

/** A campaign for every scan from yesterday to tomorrow; 「五一双倍」 unless said otherwise. */
export function aCampaign(now: Date, fields: Partial<CampaignBody> = {}): CampaignBody {
  return {
    name: '五一双倍',
    startsAt: new Date(now.getTime() - dayMs).toISOString(),
    endsAt: new Date(now.getTime() + dayMs).toISOString(),
    productIds: [],
    batchRanges: [],
    memberKinds: [],
    regionCodes: [],
    occasion: 'any',
    effect: { kind: 'multiply', factorPercent: 200 },
    position: 100,
    isLast: false,
    memberDailyTimesMax: null,
    memberTotalTimesMax: null,
    budgetPoints: null,
    ...fields,
  };
}

/** A first scan of 10 points by a consumer in Suzhou. */
export function aWin(fields: Partial<Win> = {}): Win {
  return {
    memberId: 1,
    memberKind: 'consumer',
    regionCode: '320500',
    codeId: codeIdOf(fields.batchId ?? 1, fields.serial ?? 0),
    batchId: 1,
    serial: 0,
    productId: 1,
    basePoints: 10,
    baseFrom: 'product',
    isFirstEver: false,
    isFirstOfDay: false,
    ...fields,
  };
}

/** The module on a database of its own, asked over HTTP by an administrator. */
export async function openCampaignDesk() {
  const database = await freshDatabase({ max: 20 });
  const { db } = database;
  const clock = createTestClock();
  const campaignBook = createCampaignBook({ db, clock, masterKey: randomBytes(32) });
  const { app, route } = openTestRoute({
    who: (request) => (request.headers['x-operator'] ? { staffRole: 'operator', staffId: 2 } : {}),
  });
  const productRules = createProductRules({ db, clock });
  registerCampaignRoutes(route, {
    db,
    clock,
    campaignBook,
    explainAward,
    readProductNames,
    readBatchSpans,
    findCodeInText: (reader, text) => {
      const [batchId = 0, serial = 0] = text.split('-').map(Number);
      return findRange(reader, { batchId, serial }).then((range) =>
        range ? { ...range, batchId, serial } : null,
      );
    },
    findRange,
    codeIdOf,
    readClaimedAt: () => Promise.resolve(null),
    readProductRules: () => productRules.readFresh(),
    describeMembers,
    readClaimants,
    countClaimsOfMember,
    readClaimedProducts,
  });

  async function ask(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: object,
    headers: Record<string, string> = {},
  ) {
    const payload = body ? { payload: body } : {};
    const reply = await app.inject({ method, url, headers, ...payload });
    return { status: reply.statusCode, body: reply.json<Record<string, unknown>>() };
  }
  async function add(fields: Partial<CampaignBody> = {}): Promise<Campaign> {
    const { status, body } = await ask('POST', '/api/hq/campaigns', aCampaign(clock.now(), fields));
    if (status !== 200) throw new Error(`not added: ${JSON.stringify(body)}`);
    return body as unknown as Campaign;
  }
  async function setState(campaign: Campaign, state: string): Promise<Campaign> {
    const url = `/api/hq/campaigns/${campaign.campaignId}/state`;
    const { status, body } = await ask('POST', url, { state, version: campaign.version });
    if (status !== 200) throw new Error(`not ${state}: ${JSON.stringify(body)}`);
    return body as unknown as Campaign;
  }
  const start = async (fields: Partial<CampaignBody> = {}) =>
    setState(await add(fields), 'running');
  /** Running ones, without the way over HTTP. */
  const startAll = (all: Partial<CampaignBody>[]) =>
    db.transaction().execute(async (tx) => {
      const now = clock.now();
      for (const each of all) {
        const fields = aCampaign(now, each);
        const lookups = { readProductNames, readBatchSpans };
        const campaignId = await createCampaign(tx, { fields, staffId: 1, now }, lookups);
        await changeCampaignState(tx, { campaignId, state: 'running', version: 1, now });
      }
    });
  async function get(campaignId: number): Promise<Campaign> {
    const { body } = await ask('GET', `/api/hq/campaigns/${campaignId}`);
    return body as unknown as Campaign;
  }
  /** In one transaction, as the claims of one batch. */
  async function reward(wins: Win[], running?: RunningCampaigns) {
    const rules = running ?? (await campaignBook.read());
    return db
      .transaction()
      .execute((tx) => rewardClaims(tx, rules, wins, clock.now(), { readClaimedProducts }));
  }
  async function aProduct(name: string, pointsPerCode = 10): Promise<number> {
    const values = { name, pointsPerCode, createdAt: clock.now() };
    const row = await db
      .insertInto('product')
      .values(values)
      .returning('productId')
      .executeTakeFirstOrThrow();
    return row.productId;
  }
  async function reset() {
    for (const table of ['campaignUse', 'campaign'] as const) await db.deleteFrom(table).execute();
    campaignBook.forget();
  }
  const close = async () => {
    await app.close();
    await database.close();
  };
  return {
    database,
    db,
    clock,
    campaignBook,
    app,
    ask,
    add,
    setState,
    start,
    startAll,
    get,
    reward,
    aProduct,
    reset,
    close,
  };
}

export type CampaignDesk = Awaited<ReturnType<typeof openCampaignDesk>>;
