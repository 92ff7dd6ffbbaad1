import type { Clock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { createFastifyApp } from './platform/fastify-app.ts';
import type { Db } from './platform/database.ts';
import { createPasswords } from './platform/passwords/index.ts';
import { createScanParts } from './scan-parts.ts';
import * as codes from './modules/codes/index.ts';
import * as guards from './modules/guards/index.ts';
import * as members from './modules/members/index.ts';
import * as points from './modules/points/index.ts';
import * as products from './modules/products/index.ts';
import * as settings from './modules/settings/index.ts';
import * as sms from './modules/sms/index.ts';
import * as staff from './modules/staff/index.ts';
import * as statistics from './modules/statistics/index.ts';
import * as wechat from './modules/wechat/index.ts';

export interface ServerOptions {
  config: Config;
  db: Db;
  masterKey: Buffer;
  clock: Clock;
  /** Tests and development check every reply against the contract. */
  checkReplies: boolean;
}

export type Services = Awaited<ReturnType<typeof createServices>>;

/** What is made once and shared: the web server, the scan desk, channels, sessions, the live feed. */
export async function createServices({ config, db, masterKey, clock }: ServerOptions) {
  const app = createFastifyApp({
    logLevel: config.logLevel,
    trustedProxies: config.trustedProxies,
    ownOrigins: [new URL(config.publicUrl).origin],
    // Always: an account may be filled in at any time.
    scriptOrigins: [new URL(config.wechatAddresses.jsSdkUrl).origin],
    // Only the simulator's phone shows our pages inside another page.
    frameAncestors: config.simulatorUrl ? ["'self'", new URL(config.simulatorUrl).origin] : [],
  });
  const codeBook = codes.createCodeBook({
    masterKey,
    keyVersions: await codes.loadKeyVersions(db, masterKey),
    ownHosts: [config.publicUrl],
  });
  const serverSettings = settings.createSettings({ db, masterKey });
  const usesSimulator = config.smsProvider === 'simulator' && config.simulatorUrl;
  return {
    app,
    codeBook,
    settings: serverSettings,
    ...createScanParts({
      db,
      clock,
      masterKey,
      codeBook,
      settings: serverSettings,
      onError: (error) => app.log.error({ err: error }, 'scan log'),
    }),
    wechatAccounts: wechat.createWechatAccounts({
      ...{ db, masterKey, clock, config },
      readSettings: async () => (await serverSettings.read()).wechat,
      onTrouble: wechat.createTroubleReporter({
        ...{ db, clock },
        raiseAlarms: guards.raiseAlarms,
        onError: (error) => app.log.error({ err: error }, 'WeChat alarm'),
      }),
      log: (event) => app.log[event.outcome === 'ok' ? 'debug' : 'warn'](event, 'WeChat'),
    }),
    sms: sms.createSms({
      db,
      clock,
      masterKey,
      readSmsSettings: async (reader) => (await serverSettings.read(reader)).sms,
      simulatorProvider: usesSimulator
        ? sms.createSimulatorProvider({
            simulatorUrl: usesSimulator,
            readBrandName: async () => (await serverSettings.read()).brand.name ?? config.brandName,
          })
        : undefined,
      endpoints: config.smsEndpoints,
      log: app.log,
    }),
    passwords: createPasswords(),
    authenticateMember: members.createMemberAuthenticator({ db, clock }),
    authenticateStaff: staff.createStaffAuthenticator({ db, clock }),
    liveFeed: statistics.createLiveFeed({
      readTotals: () => statistics.readTotals(db, clock.now(), members.countMembers),
      readEntries: async (since, limit) => {
        const recent = await points.listRecentEntries(db, since, limit);
        return points.describeEntries(db, recent, nameReaders, 'zh');
      },
      now: () => clock.now(),
      onError: (error) => app.log.error({ err: error }, 'live feed'),
    }),
  };
}

/** How lists show members and products: by name. */
export const nameReaders = {
  describeMembers: members.describeMembers,
  readProductNames: products.readProductNames,
};
