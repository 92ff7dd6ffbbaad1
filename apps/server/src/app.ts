import type { FastifyInstance } from 'fastify';
import { registerDigitalLinkRoute } from './digital-link-route.ts';
import { createHousekeeping } from './housekeeping.ts';
import { registerDocumentation } from './documentation.ts';
import { addJob, type TaskHandlers } from './platform/jobs.ts';
import { registerHealthRoutes, type LiveNumber } from './platform/health.ts';
import { registerRoutes, registerWechatRoutes } from './routes.ts';
import { createServices, type ServerOptions, type Services } from './services.ts';
import { registerWebApps } from './web-apps.ts';
import * as codes from './modules/codes/index.ts';
import * as members from './modules/members/index.ts';
import * as notices from './modules/notices/index.ts';
import * as points from './modules/points/index.ts';
import * as products from './modules/products/index.ts';
import * as scans from './modules/scans/index.ts';
import * as staff from './modules/staff/index.ts';
import * as statistics from './modules/statistics/index.ts';
import * as wechat from './modules/wechat/index.ts';

export interface ServerParts {
  app: FastifyInstance;
  scanDesk: scans.ScanDesk;
  scanLog: scans.ScanLog;
  codeBook: codes.CodeBook;
  wechatAccounts: wechat.WechatAccounts;
  taskHandlers: TaskHandlers;
  /** Adds waiting numbers to the roll-up; called every second by main.ts. */
  foldRollup: () => Promise<void>;
  /** Tokens before their end, messages and states away; called every minute by main.ts. */
  keepWechat: () => Promise<void>;
}

/**
 * The composition root: services.ts makes what is shared, routes.ts binds every operation, module by
 * module, and here are the jobs. Nothing is looked up or injected anywhere else.
 */
export async function createServer(options: ServerOptions): Promise<ServerParts> {
  const { config, db, clock } = options;
  const services = await createServices(options);
  const { app, scanDesk, scanLog, codeBook, wechatAccounts, liveFeed } = services;
  const codeDependencies = {
    db,
    clock,
    codeBook,
    publicUrl: config.publicUrl,
    dataDir: config.dataDir,
    addJob,
    readProductNames: products.readProductNames,
    requireProduct: products.requireProduct,
    readGtin: products.readGtin,
    readStaffNames: staff.readStaffNames,
    countClaims: statistics.countClaimsByBatch,
    readBatchScans: scans.readBatchScans,
    countClaimsBetween: scans.countClaimsBetween,
    hasClaimsBetween: scans.hasClaimsBetween,
  };
  const imports = codes.createImportRunner({
    databaseUrl: config.databaseUrl ?? '',
    masterKey: options.masterKey,
    ownHosts: [config.publicUrl],
    dataDir: config.dataDir,
    clock,
    scansWaiting: scanDesk.waiting,
  });
  registerRoutes(options, services, { codeDependencies });
  registerWechatRoutes(options, services);
  registerHealthRoutes(app, { db, gauges: gaugesOf(services) });
  registerDigitalLinkRoute(app, {
    publicUrl: config.publicUrl,
    readBrandName: async () => (await services.settings.read()).brand.name ?? config.brandName,
  });
  registerDocumentation(app);
  await registerWebApps(app);
  // Before the server waits for its answers to end: streams end only when told to.
  app.addHook('preClose', async () => liveFeed.stop());
  // Imports stop at their last checkpoint and go on at the next start; the queue waits for them.
  app.addHook('onClose', () => imports.stop());
  // Behind the last answer: what was refused is on record before the process ends.
  app.addHook('onClose', async () => {
    await Promise.all([scanDesk.idle(), services.checkDesk.idle()]);
    await scanLog.stop();
  });

  return {
    app,
    scanDesk,
    scanLog,
    codeBook,
    wechatAccounts,
    taskHandlers: {
      ...codes.createCodeJobs({ imports, log: app.log }),
      ...members.createMemberDeskJobs({
        ...options,
        onMemberCreated: points.openAccount,
        log: app.log,
      }),
      ...createNoticeJobs(options, services),
      ...wechat.createWechatJobs({ ...options, accounts: wechatAccounts, log: app.log }),
      housekeeping: createHousekeeping({ db, clock, dataDir: config.dataDir, addJob }),
    },
    foldRollup: async () => {
      await db.transaction().execute((tx) => statistics.foldRollup(tx));
    },
    keepWechat: wechat.createWechatUpkeep({ db, clock, accounts: wechatAccounts }),
  };
}

function gaugesOf({ scanDesk, scanLog }: Services): LiveNumber[] {
  return [
    {
      name: 'mashang_scans_waiting',
      help: 'Scans waiting for a batch',
      read: () => scanDesk.waiting(),
    },
    {
      name: 'mashang_scan_log_waiting',
      help: 'Refused scans waiting to be written to the scan log',
      read: () => scanLog.waiting(),
    },
    {
      name: 'mashang_scan_log_dropped',
      help: 'Refused scans the scan log has lost since the start: more came than the database took',
      read: () => scanLog.dropped(),
    },
  ];
}

function createNoticeJobs(
  { config, db, clock }: ServerOptions,
  { app, settings, wechatAccounts }: Services,
) {
  return notices.createNoticeJobs({
    ...{ db, clock, addJob, publicUrl: config.publicUrl, log: app.log },
    async findAccount() {
      const inForce = await wechatAccounts.current();
      return inForce && { appId: inForce.account.appId, ...wechat.createSenders(inForce.client) };
    },
    readNoticeSettings: async (reader) => (await settings.read(reader)).wechatNotices,
    findOpenId: members.findOpenId,
    describeMembers: members.describeMembers,
    isFollowing: wechat.readFollowing,
    markNotFollowing: wechat.markNotFollowing,
  });
}
