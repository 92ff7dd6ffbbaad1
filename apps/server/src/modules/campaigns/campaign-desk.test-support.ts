import { randomBytes, randomInt } from 'node:crypto';
import type { BodyOf, Campaign } from '@mashang/contract';
import type { FastifyInstance } from 'fastify';
import { freshDatabase } from '../../../test/harness-database.ts';
import type { TestDatabase } from '../../../test/harness-database.ts';
import { createTestClock } from '../../../test/test-clock.ts';
import type { TestClock } from '../../../test/test-clock.ts';
import { openTestRoute } from '../../../test/test-route.ts';
import { codeIdOf, findRange, readBatchSpans } from '../codes/index.ts';
import {
  createMember,
  createMobileReader,
  describeMembers,
  readClaimants,
} from '../members/index.ts';
import { explainAward } from '../points/index.ts';
import { createProductRules, readProductNames } from '../products/index.ts';
import { countClaimsOfMember, readClaimedProducts } from '../statistics/index.ts';
import {
  changeCampaignState,
  createCampaign,
  createCampaignBook,
  registerCampaignRoutes,
  rewardClaims,
  type CampaignBook,
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
    who: ({ headers }) => (headers['x-operator'] ? { staffRole: 'operator', staffId: 2 } : {}),
  });
  const productRules = createProductRules({ db, clock });
  const claimedAt = new Map<bigint, Date>();
  registerCampaignRoutes(route, {
    db,
    clock,
    campaignBook,
    explainAward,
    readProductNames,
    readBatchSpans,
    // A code is its batch and serial here: 7-12.
    findCodeInText: async (reader, text, at) => {
      const [batchId = 0, serial = 0] = text.split('-').map(Number);
      const range = await findRange(reader, { batchId, serial, at });
      return range && { ...range, batchId, serial, place: serial };
    },
    findRange,
    codeIdOf,
    readClaimedAt: (_reader, codeId) => Promise.resolve(claimedAt.get(codeId) ?? null),
    readProductRules: () => productRules.readFresh(),
    describeMembers,
    readClaimants,
    countClaimsOfMember,
    readClaimedProducts,
  });
  const close = async () => {
    await app.close();
    await database.close();
  };
  return {
    ...asking(app, clock),
    ...acting(database, clock, campaignBook),
    db,
    clock,
    campaignBook,
    app,
    claimedAt,
    close,
  };
}

export type CampaignDesk = Awaited<ReturnType<typeof openCampaignDesk>>;

/** What people do on the page. */
function asking(app: FastifyInstance, clock: TestClock) {
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
  async function asCampaign(asked: ReturnType<typeof ask>): Promise<Campaign> {
    const { status, body } = await asked;
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body as unknown as Campaign;
  }
  const add = (fields: Partial<CampaignBody> = {}) =>
    asCampaign(ask('POST', '/api/hq/campaigns', aCampaign(clock.now(), fields)));
  const setState = ({ campaignId, version }: Campaign, state: string) =>
    asCampaign(ask('POST', `/api/hq/campaigns/${campaignId}/state`, { state, version }));
  const start = async (fields: Partial<CampaignBody> = {}) =>
    setState(await add(fields), 'running');
  const get = (campaignId: number) => asCampaign(ask('GET', `/api/hq/campaigns/${campaignId}`));
  return { ask, add, setState, start, get };
}

/** What happens without the way over HTTP. */
function acting({ db }: TestDatabase, clock: TestClock, campaignBook: CampaignBook) {
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
  /** Imported codes: serials from 0 to 99. */
  async function aBatch(productId: number, pointsPerCode: number | null = null): Promise<number> {
    await db
      .insertInto('keyVersion')
      .values({ keyVersion: 1, canary: Buffer.alloc(8) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const createdAt = clock.now();
    const size = { quantity: 100, serials: 100 };
    return db.transaction().execute(async (tx) => {
      const { batchId } = await tx
        .insertInto('codeBatch')
        .values({ source: 'imported', keyVersion: 1, note: '', createdAt, ...size })
        .returning('batchId')
        .executeTakeFirstOrThrow();
      const range = { batchId, firstSerial: 0, lastSerial: 99, productId, pointsPerCode };
      await tx
        .insertInto('codeRange')
        .values({ ...range, state: 'activated', activatedAt: createdAt })
        .execute();
      return batchId;
    });
  }
  async function aMember(name: string, kind: 'consumer' | 'chef', regionCode: string) {
    const mobiles = createMobileReader(randomBytes(32));
    const mobile = mobiles.read(`154${String(randomInt(100_000_000)).padStart(8, '0')}`);
    const member = { mobile, profile: { name, kind, regionCode }, now: clock.now() };
    const { memberId } = await db
      .transaction()
      .execute((tx) => createMember(tx, mobiles, { ...member, origin: 'web' }));
    return memberId;
  }
  async function reset() {
    for (const table of ['campaignUse', 'campaign'] as const) await db.deleteFrom(table).execute();
    campaignBook.forget();
  }
  return { startAll, reward, aProduct, aBatch, aMember, reset };
}
