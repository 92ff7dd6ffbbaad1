import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { KyselyPlugin } from 'kysely';
import { aBatch, aMember } from '../../../../test/factories.ts';
import { openTestRoute } from '../../../../test/test-route.ts';
import type { Caller } from '../../../platform/http.ts';
import { createCodeBook, loadKeyVersions } from '../../codes/index.ts';
import { createGuardBook } from '../../guards/index.ts';
import { describeMembers } from '../../members/index.ts';
import { awardPoints, ensureLedgerPartitions, listAwardedCodes } from '../../points/index.ts';
import { readProductNames } from '../../products/index.ts';
import { createCheckDesk } from './check-authenticity.ts';
import { registerScanLogRoutes } from './routes.ts';
import { openScanLog, type TestScanLog } from './scan-log.test-support.ts';

export const publicUrl = 'https://points.example.cn';

/** Limits nobody meets unless a test says so. */
const generous = {
  wrongPerDayMax: 1_000,
  wrongInARowMax: 1_000,
  rowLockMinutes: 30,
  oddPerDayMax: 1_000,
  addressWrongPerDayMax: 1_000,
  deviceWrongPerDayMax: 1_000,
  openIdWrongPerDayMax: 1_000,
  consumerDailyClaimsMax: 1_000,
  chefDailyClaimsMax: 1_000,
  velocityClaimsPerHour: 1_000,
  travelKilometresPerHour: 900,
  suspiciousPeople: 5,
  suspiciousProvinces: 3,
  checksPerMinuteMax: 1_000,
  checksPerDayMax: 10_000,
};

/** The routes of the log on a database of its own. `who` is whoever asks; staff at head-office addresses. */
export async function openScanRoutes() {
  const bench = await openScanLog();
  const { db, clock, database } = bench;
  await db.transaction().execute((tx) => ensureLedgerPartitions(tx, clock.now()));
  const masterKey = randomBytes(32);
  const keyVersions = await loadKeyVersions(db, masterKey);
  const codeBook = createCodeBook({ masterKey, keyVersions, ownHosts: [publicUrl] });
  const limits = { ...generous };
  const guardBook = createGuardBook({ db, clock, readLimits: () => Promise.resolve(limits) });
  const scanLog = bench.openLog();
  const counting = countStatements();
  const checkDesk = createCheckDesk({
    db: db.withPlugin(counting.plugin),
    clock,
    codeBook,
    guardBook,
    scanLog,
    readProvince: (address) => (address === '203.0.113.7' ? '320000' : null),
    readProductNames,
    onError: (error) => bench.errors.push(error),
  });
  const who: Partial<Caller> = {};
  const audited: unknown[] = [];
  const { app, route } = openTestRoute({
    who: (request: FastifyRequest) => ({ device: null, address: request.ip, ...who }),
    audit: (entry) => Promise.resolve(void audited.push(entry)),
  });
  registerScanLogRoutes(route, {
    db,
    clock,
    codeBook,
    checkDesk,
    listAwardedCodes,
    describeMembers,
    readProductNames,
    readStaffNames: (_db, ids) => Promise.resolve(new Map(ids.map((id) => [id, `员工${id}`]))),
  });
  const parts = { database, clock, codeBook, masterKey };

  const close = async () => {
    await app.close();
    await checkDesk.idle();
    await database.close();
  };
  return {
    ...bench,
    ...requests(app),
    award: (claim: AwardedClaim) => award(parts, claim),
    ...{ who, audited, limits, scanLog, checkDesk, guardBook, close, app },
    aBatch: (options: Parameters<typeof aBatch>[1] = {}) => aBatch(parts, options),
    aMember: () => aMember(parts),
    /** What the check desk has sent to the database so far. */
    statementsOfChecks: counting.read,
  };
}

export type ScanRoutes = Awaited<ReturnType<typeof openScanRoutes>>;

function countStatements() {
  let statements = 0;
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      statements += 1;
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  return { plugin, read: () => statements };
}

function requests(app: FastifyInstance) {
  async function ask(method: 'GET' | 'POST', url: string, payload?: object) {
    const reply = await app.inject({ method, url, ...(payload ? { payload } : {}) });
    const isJson = reply.headers['content-type']?.includes('json');
    return {
      status: reply.statusCode,
      headers: reply.headers,
      text: reply.body,
      body: (isJson ? reply.json() : {}) as never,
    };
  }

  /** A whole list, so many rows at a time. */
  async function readPages<Row>(url: string, limit: number): Promise<Row[]> {
    const rows: Row[] = [];
    for (let cursor = ''; ;) {
      const { status, text, body } = await ask('GET', `${url}&limit=${limit}${cursor}`);
      if (status !== 200) throw new Error(`${url} was answered with ${text}`);
      const page = body as { rows: Row[]; next: string | null };
      rows.push(...page.rows);
      if (page.next === null) return rows;
      cursor = `&cursor=${page.next}`;
    }
  }
  return { ask, readPages };
}

interface AwardedClaim {
  codeId: bigint;
  memberId: number;
  productId: number;
  batchId: number;
  province?: string;
  channel?: 'page' | 'chat';
}

/** A claim with its entry, as the scan desk makes them. */
async function award(
  { database, clock }: Pick<TestScanLog, 'database' | 'clock'>,
  claim: AwardedClaim,
): Promise<void> {
  const { codeId, memberId, productId, batchId, province = null, channel = 'page' } = claim;
  const row = { codeId: Number(codeId), memberId, productId, province, channel, points: 10 };
  const claimedAt = clock.now();
  const who = { memberId, regionCode: null, memberKind: 'consumer' as const };
  const source = { sourceKind: 'claim' as const, sourceId: codeId, productId, batchId };
  const entry = { ...who, ...source, points: 10, explanation: { base: 10 } };
  await database.db.transaction().execute(async (tx) => {
    await tx
      .insertInto('claim')
      .values({ ...row, attemptId: crypto.randomUUID(), claimedAt })
      .execute();
    await awardPoints(tx, [entry], claimedAt);
  });
}
