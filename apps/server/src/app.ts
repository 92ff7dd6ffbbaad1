import { createWechatClient, type WechatClient } from '@mashang/wechat';
import type { FastifyInstance } from 'fastify';
import type { Clock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { createFastifyApp } from './platform/fastify-app.ts';
import type { Db } from './platform/database.ts';
import { createRoute, type Route } from './platform/http.ts';
import { addJob, type TaskHandlers } from './platform/jobs.ts';
import { registerHealthRoutes } from './platform/health.ts';
import { createAuthenticate } from './authenticate.ts';
import { registerDocumentation } from './documentation.ts';
import { createHousekeeping } from './housekeeping.ts';
import { registerSiteRoute } from './site-route.ts';
import { registerWebApps } from './web-apps.ts';
import * as codes from './modules/codes/index.ts';
import * as members from './modules/members/index.ts';
import * as pictures from './modules/pictures/index.ts';
import * as points from './modules/points/index.ts';
import * as products from './modules/products/index.ts';
import * as scans from './modules/scans/index.ts';
import * as serverSettings from './modules/settings/index.ts';
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

export interface ServerOptions {
  config: Config;
  db: Db;
  masterKey: Buffer;
  clock: Clock;
  /** Tests and development check every reply against the contract. */
  checkReplies: boolean;
}

/** The composition root: every service, every module's routes and jobs, by hand and in one place. */
export async function createServer(options: ServerOptions): Promise<ServerParts> {
  const { config, db, clock } = options;
  const services = await createServices(options);
  const { app, scanDesk, codeBook, wechatClient, liveFeed } = services;
  const codeDependencies = {
    db,
    clock,
    codeBook,
    publicUrl: config.publicUrl,
    dataDir: config.dataDir,
    addJob,
    readProductNames: products.readProductNames,
    requireProduct: products.requireProduct,
    countClaims: statistics.countClaimsByBatch,
  };
  registerRoutes(options, services, codeDependencies);
  registerWechatRoutes(options, services);
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
      housekeeping: createHousekeeping({ db, clock, dataDir: config.dataDir, addJob }),
    },
    foldRollup: async () => {
      await db.transaction().execute((tx) => statistics.foldRollup(tx));
    },
  };
}

type Services = Awaited<ReturnType<typeof createServices>>;

/** How entries are shown: with the member and the product by name. */
const entryLists = {
  describeMembers: members.describeMembers,
  readProductNames: products.readProductNames,
};

async function createServices({ config, db, masterKey, clock }: ServerOptions) {
  const app = createFastifyApp({
    logLevel: config.logLevel,
    trustedProxies: config.trustedProxies,
    ownOrigins: [new URL(config.publicUrl).origin],
    scriptOrigins: config.wechat ? [new URL(config.wechat.jsSdkUrl).origin] : [],
    // Only the simulator's phone shows our pages inside another page.
    frameAncestors: config.simulatorUrl ? ["'self'", new URL(config.simulatorUrl).origin] : [],
  });
  const codeBook = codes.createCodeBook({
    masterKey,
    keyVersions: await codes.loadKeyVersions(db, masterKey),
    ownHosts: [config.publicUrl],
  });
  const productRules = products.createProductRules({ db, clock });
  const settings = serverSettings.createSettings({ db, masterKey });
  const usesSimulator = config.smsProvider === 'simulator' && config.simulatorUrl;
  return {
    app,
    codeBook,
    scanDesk: scans.createScanDesk({ db, clock, codeBook, productRules }),
    wechatClient: createConfiguredWechatClient(config, db, masterKey, clock),
    settings,
    sms: sms.createSms({
      db,
      clock,
      masterKey,
      readSmsSettings: async (reader) => (await settings.read(reader)).sms,
      simulatorProvider: usesSimulator
        ? sms.createSimulatorProvider({
            simulatorUrl: usesSimulator,
            readBrandName: async () => (await settings.read()).brand.name ?? config.brandName,
          })
        : undefined,
      log: app.log,
    }),
    authenticateMember: members.createMemberAuthenticator({ db, clock }),
    authenticateStaff: staff.createStaffAuthenticator({ db, clock }),
    liveFeed: statistics.createLiveFeed({
      readTotals: () => statistics.readTotals(db, clock.now(), members.countMembers),
      readEntries: async (since, limit) => {
        const recent = await points.listRecentEntries(db, since, limit);
        return points.describeEntries(db, recent, entryLists, 'zh');
      },
      now: () => clock.now(),
      onError: (error) => app.log.error({ err: error }, 'live feed'),
    }),
  };
}

/** Every operation of the contract, module by module. */
function registerRoutes(
  { config, db, masterKey, clock, checkReplies }: ServerOptions,
  services: Services,
  codeDependencies: Parameters<typeof codes.registerCodeRoutes>[1],
): void {
  const { app, authenticateMember, authenticateStaff, liveFeed } = services;
  const secureCookies = config.publicUrl.startsWith('https:');
  const route = createRoute(app, {
    authenticate: createAuthenticate({ authenticateMember, authenticateStaff }),
    audit: (entry) => staff.recordAudit(db, clock, entry),
    checkReplies,
  });
  registerSiteRoute(route, config, services.settings);
  registerSettingRoutes(route, { config, db, masterKey, clock }, services);
  staff.registerStaffRoutes(route, { db, clock, secureCookies });
  products.registerProductRoutes(route, {
    db,
    clock,
    countBatches: codes.countBatchesByProduct,
  });
  codes.registerCodeRoutes(route, codeDependencies);
  members.registerMemberRoutes(route, {
    db,
    clock,
    masterKey,
    sms: services.sms,
    onMemberCreated: points.openAccount,
    readBalance: async (reader, memberId) =>
      (await points.readBalances(reader, [memberId])).get(memberId)?.balance ?? 0,
    secureCookies,
  });
  points.registerPointsRoutes(route, {
    db,
    ...entryLists,
    findMemberIdsByMobile: (reader, text) => members.findMemberIdsByMobile(reader, masterKey, text),
  });
  scans.registerScanRoutes(route, services.scanDesk);
  statistics.registerStatisticsRoutes(route, {
    liveFeed,
    isStillStaff: async (request) => (await authenticateStaff(request)) !== null,
  });
  const { publicUrl } = config;
  wechat.registerJsSdkRoute(route, { client: services.wechatClient, publicUrl });
}

/** What head office sets, and what became of the SMS it pays for. */
function registerSettingRoutes(
  route: Route,
  { config, db, masterKey, clock }: Pick<ServerOptions, 'config' | 'db' | 'masterKey' | 'clock'>,
  services: Services,
): void {
  const { settings } = services;
  const mobiles = members.createMobileReader(masterKey);
  serverSettings.registerSettingRoutes(route, {
    db,
    clock,
    masterKey,
    settings,
    brandName: config.brandName,
    publicUrl: config.publicUrl,
    wechatInForce: { source: config.wechat ? 'environment' : 'none', fingerprint: null },
    requirePictures: pictures.requirePictures,
    sms: services.sms,
    readRecipient: mobiles.read,
  });
  sms.registerSmsRoutes(route, {
    db,
    clock,
    readSmsSettings: async (reader) => (await settings.read(reader)).sms,
    readChannels: services.sms.readChannels,
  });
}

/** Where WeChat calls us, and where it sends people back; absent without an account. */
function registerWechatRoutes(
  { config, db, clock }: ServerOptions,
  { app, scanDesk, wechatClient }: Services,
): void {
  if (!config.wechat || !wechatClient) return;
  const { publicUrl } = config;
  const { appId } = config.wechat;
  const findMemberByOpenId = members.createMemberFinder(db, appId);
  wechat.registerCallbackRoutes(app, {
    clock,
    config: config.wechat,
    publicUrl,
    handlers: {
      answerScan: (scan) =>
        scans.answerChatScan(scan, { scanDesk, findMemberByOpenId, publicUrl, language: 'zh' }),
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
      members.setSessionCookie(reply, session, { secureCookies: publicUrl.startsWith('https:') });
    },
  });
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
