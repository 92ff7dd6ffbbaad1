import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { createServer, type ServerParts } from '@mashang/server/src/app.ts';
import { createAuthenticate } from '@mashang/server/src/authenticate.ts';
import { createMemberAuthenticator } from '@mashang/server/src/modules/members/index.ts';
import { registerScanRoutes, type ScanLog } from '@mashang/server/src/modules/scans/index.ts';
import { createSettings } from '@mashang/server/src/modules/settings/index.ts';
import { systemClock } from '@mashang/server/src/platform/clock.ts';
import { readConfig, type WechatConfig } from '@mashang/server/src/platform/config.ts';
import { createDatabase, type Database } from '@mashang/server/src/platform/database.ts';
import { createFastifyApp } from '@mashang/server/src/platform/fastify-app.ts';
import { createRoute } from '@mashang/server/src/platform/http.ts';
import { migrateJobs } from '@mashang/server/src/platform/jobs.ts';
import { migrate } from '@mashang/server/src/platform/migrate.ts';
import { createScanParts } from '@mashang/server/src/scan-parts.ts';
import type { BenchPostgres } from './bench-postgres.ts';

export interface BenchServer extends ServerParts {
  database: Database;
  wechat: WechatConfig;
  port: number;
  /** The same route on a desk that makes a transaction of every scan. */
  unbatchedPort: number;
  close: () => Promise<void>;
}

/** Connections of main.ts. */
const connectionsMax = 16;
const foldEveryMs = 1_000;

/** The whole server as production runs it, the roll-up folded every second. */
export async function startBenchServer(
  postgres: Pick<BenchPostgres, 'url' | 'folder'>,
  masterKey = randomBytes(32),
): Promise<BenchServer> {
  await migrate(postgres.url);
  await migrateJobs(postgres.url);
  const database = createDatabase(postgres.url, { max: connectionsMax });
  const config = readConfig({
    PUBLIC_URL: publicUrl,
    DATA_DIR: postgres.folder,
    DATABASE_URL: postgres.url,
    WECHAT_APP_ID: 'wx0123456789abcdef',
    WECHAT_APP_SECRET: randomBytes(16).toString('hex'),
    WECHAT_TOKEN: randomBytes(8).toString('hex'),
    WECHAT_ENCODING_AES_KEY: randomBytes(32).toString('hex').slice(0, 43),
    WECHAT_ORIGINAL_ID: 'gh_0123456789ab',
    LOG_LEVEL: 'warn',
  });
  const { db } = database;
  const parts = await createServer({
    config,
    db,
    masterKey,
    clock: systemClock,
    // As in production.
    checkReplies: false,
  });
  await parts.taskHandlers.housekeeping({});
  const folding = setInterval(() => void parts.foldRollup(), foldEveryMs);
  const { app: unbatched, scanLog } = createUnbatchedApp(parts, database, masterKey);
  await parts.app.listen({ host: '127.0.0.1', port: 0 });
  await unbatched.listen({ host: '127.0.0.1', port: 0 });
  return {
    ...parts,
    database,
    wechat: config.wechat as WechatConfig,
    port: portOf(parts.app),
    unbatchedPort: portOf(unbatched),
    close: async () => {
      clearInterval(folding);
      await parts.app.close();
      await unbatched.close();
      await scanLog.stop();
      await parts.scanDesk.idle();
      await database.close();
    },
  };
}

/** As phones see it; requests carry it as Host and Origin. */
export const publicUrl = 'http://points.example.cn';

function createUnbatchedApp(
  { codeBook }: ServerParts,
  { db }: Database,
  masterKey: Buffer,
): { app: FastifyInstance; scanLog: ScanLog } {
  const app = createFastifyApp({
    logLevel: 'warn',
    trustedProxies: [],
    ownOrigins: [publicUrl],
    scriptOrigins: [],
    frameAncestors: [],
  });
  const route = createRoute(app, {
    authenticate: createAuthenticate({
      authenticateMember: createMemberAuthenticator({ db, clock: systemClock }),
      authenticateStaff: async () => null,
    }),
    audit: async () => undefined,
    checkReplies: true,
  });
  const { scanDesk, scanLog } = createScanParts({
    ...{ db, clock: systemClock, masterKey, codeBook },
    settings: createSettings({ db, masterKey }),
    onError: (error) => app.log.error({ err: error }, 'scan log'),
    lanes: connectionsMax,
    batchMax: 1,
  });
  registerScanRoutes(route, scanDesk);
  return { app, scanLog };
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
