import { createWechatClient, type WechatClient } from '@mashang/wechat';
import type { FastifyInstance } from 'fastify';
import type { Clock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { createFastifyApp } from './platform/fastify-app.ts';
import type { Db } from './platform/database.ts';
import { createRoute } from './platform/http.ts';
import { addJob, type TaskHandlers } from './platform/jobs.ts';
import { registerHealthRoutes } from './platform/health.ts';
import { createAuthenticate } from './authenticate.ts';
import { registerDocumentation } from './documentation.ts';
import { createHousekeeping } from './housekeeping.ts';
import { registerSiteRoute } from './site-route.ts';
import { registerWebApps } from './web-apps.ts';
import * as codes from './modules/codes/index.ts';
import * as members from './modules/members/index.ts';
import * as points from './modules/points/index.ts';
import * as products from './modules/products/index.ts';
import * as scans from './modules/scans/index.ts';
import * as sms from './modules/sms/index.ts';
import * as staff from './modules/staff/index.ts';
import * as statistics from './modules/statistics/index.ts';
import * as wechat from './modules/wechat/index.ts';

export interface ServerParts {
  app: FastifyInstance;
  scanDesk: scans.ScanDesk;
  codeBook: codes.CodeBook;
  wechatClient: WechatClient | undefined;
  taskHandlers: TaskHandlers;
  /** Adds waiting numbers to the roll-up; called every second by main.ts. */
  foldRollup: () => Promise<void>;
}

/** The composition root: every service, every module's routes and jobs, by hand and in one place. */
export async function createServer(options: {
  config: Config;
  db: Db;
  masterKey: Buffer;
  clock: Clock;
  /** Tests and development check every reply against the contract. */
  checkReplies: boolean;
}): Promise<ServerParts> {
  const { config, db, masterKey, clock } = options;
  const { publicUrl, dataDir } = config;
  const secureCookies = publicUrl.startsWith('https:');

  const codeBook = codes.createCodeBook({
    masterKey,
    keyVersions: await codes.loadKeyVersions(db, masterKey),
    ownHosts: [publicUrl],
  });
  const productRules = products.createProductRules({ db, clock });
  const scanDesk = scans.createScanDesk({ db, clock, codeBook, productRules });
  const wechatClient = createConfiguredWechatClient(config, db, masterKey, clock);

  const app = createFastifyApp({
    logLevel: config.logLevel,
    trustedProxies: config.trustedProxies,
    ownOrigins: [new URL(publicUrl).origin],
    scriptOrigins: config.wechat ? [new URL(config.wechat.jsSdkUrl).origin] : [],
    // Only the simulator's phone shows our pages inside another page.
    frameAncestors: config.simulatorUrl ? ["'self'", new URL(config.simulatorUrl).origin] : [],
  });
  const smsService = sms.createSms({
    db,
    clock,
    masterKey,
    provider:
      config.smsProvider === 'simulator' && config.simulatorUrl
        ? sms.createSimulatorProvider({ simulatorUrl: config.simulatorUrl })
        : undefined,
    log: app.log,
  });
  const authenticateStaff = staff.createStaffAuthenticator({ db, clock });
  const route = createRoute(app, {
    authenticate: createAuthenticate({
      authenticateMember: members.createMemberAuthenticator({ db, clock }),
      authenticateStaff,
    }),
    audit: (entry) => staff.recordAudit(db, clock, entry),
    checkReplies: options.checkReplies,
  });

  const findMemberIdsByMobile = (reader: Db, text: string) =>
    members.findMemberIdsByMobile(reader, masterKey, text);
  const lists = {
    describeMembers: members.describeMembers,
    readProductNames: products.readProductNames,
  };
  const liveFeed = statistics.createLiveFeed({
    readTotals: () => statistics.readTotals(db, clock.now(), members.countMembers),
    readEntries: async (since, limit) =>
      points.describeEntries(db, await points.listRecentEntries(db, since, limit), lists, 'zh'),
    now: () => clock.now(),
    onError: (error) => app.log.error({ err: error }, 'live feed'),
  });

  registerSiteRoute(route, config);
  staff.registerStaffRoutes(route, { db, clock, secureCookies });
  products.registerProductRoutes(route, {
    db,
    clock,
    countBatches: codes.countBatchesByProduct,
  });
  const codeDependencies = {
    db,
    clock,
    codeBook,
    publicUrl,
    dataDir,
    addJob,
    readProductNames: products.readProductNames,
    requireProduct: products.requireProduct,
    countClaims: statistics.countClaimsByBatch,
  };
  codes.registerCodeRoutes(app, route, codeDependencies);
  members.registerMemberRoutes(route, {
    db,
    clock,
    masterKey,
    sms: smsService,
    onMemberCreated: points.openAccount,
    readBalance: async (reader, memberId) =>
      (await points.readBalances(reader, [memberId])).get(memberId)?.balance ?? 0,
    secureCookies,
  });
  points.registerPointsRoutes(route, { db, ...lists, findMemberIdsByMobile });
  scans.registerScanRoutes(route, scanDesk);
  statistics.registerStatisticsRoutes(route, {
    liveFeed,
    isStillStaff: async (request) => (await authenticateStaff(request)) !== null,
  });
  wechat.registerJsSdkRoute(route, { client: wechatClient, publicUrl });
  if (config.wechat && wechatClient) {
    const { appId } = config.wechat;
    const findByOpenId = members.createMemberFinder(db, appId);
    wechat.registerCallbackRoutes(app, {
      clock,
      config: config.wechat,
      publicUrl,
      handlers: {
        answerScan: (scan) =>
          scans.answerChatScan(scan, {
            scanDesk,
            findMemberByOpenId: findByOpenId,
            publicUrl,
            language: 'zh',
          }),
      },
    });
    wechat.registerOAuthRoutes(app, {
      db,
      clock,
      client: wechatClient,
      publicUrl,
      signIn: async (openId, reply) => {
        const session = await db
          .transaction()
          .execute((tx) => members.startSession(tx, { appId, openId }, clock));
        members.setSessionCookie(reply, session, { secureCookies });
      },
    });
  }
  registerHealthRoutes(app, { db, scansWaiting: scanDesk.waiting });
  registerDocumentation(app);
  await registerWebApps(app);
  // Before the server waits for its answers to end: streams end only when told to.
  app.addHook('preClose', async () => liveFeed.stop());

  return {
    app,
    scanDesk,
    codeBook,
    wechatClient,
    taskHandlers: {
      ...codes.createCodeJobs({ ...codeDependencies, log: app.log }),
      housekeeping: createHousekeeping({ db, clock, dataDir, addJob }),
    },
    foldRollup: async () => {
      await db.transaction().execute((tx) => statistics.foldRollup(tx));
    },
  };
}

function createConfiguredWechatClient(
  config: Config,
  db: Db,
  masterKey: Buffer,
  clock: Clock,
): WechatClient | undefined {
  if (!config.wechat) return undefined;
  const { appId, appSecret, apiUrl, oauthUrl } = config.wechat;
  return createWechatClient({
    appId,
    appSecret,
    apiUrl,
    oauthUrl,
    now: () => clock.now(),
    credentialStore: wechat.createCredentialStore(db, masterKey, appId),
  });
}
