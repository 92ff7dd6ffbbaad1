import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createTcpServer } from 'node:net';
import path from 'node:path';
import { createSimulator, type Simulator } from '@mashang/wechat-simulator';
import type { WechatClient } from '@mashang/wechat';
import { createServer, type ServerParts } from '../src/app.ts';
import { readConfig } from '../src/platform/config.ts';
import { freshDatabase, type TestDatabase } from './harness-database.ts';
import { createTestClock, type TestClock } from './test-clock.ts';

export interface TestServer extends ServerParts {
  database: TestDatabase;
  clock: TestClock;
  simulator: Simulator;
  masterKey: Buffer;
  /** What the account shares with the platform, for tests that sign or forge. */
  wechatAccount: { appId: string; appSecret: string; token: string; encodingAesKey: string };
  publicUrl: string;
  dataDir: string;
  /** What it was started with, for another process of the same installation. */
  environment: NodeJS.ProcessEnv;
  close: () => Promise<void>;
}

/**
 * The whole server on a database of its own, talking to a WeChat simulator of its own over loopback.
 * Jobs do not run by themselves: a test calls the handler it means.
 *
 * @param environment what differs from a server reached without a proxy
 */
export async function freshServer(environment: NodeJS.ProcessEnv = {}): Promise<TestServer> {
  const database = await freshDatabase({ max: 20 });
  const clock = createTestClock();
  const masterKey = randomBytes(32);
  const dataDir = mkdtempSync(path.join(import.meta.dirname, '../../../data/server-test-'));
  const credentials = {
    appId: 'wx0123456789abcdef',
    appSecret: randomBytes(16).toString('hex'),
    token: randomBytes(8).toString('hex'),
    encodingAesKey: randomBytes(32).toString('hex').slice(0, 43),
    originalId: 'gh_0123456789ab',
  };
  const simulator = await createSimulator({
    ...credentials,
    // Known only once the server listens.
    callbackUrl: 'http://127.0.0.1:1/wechat/callback',
    webDomains: ['127.0.0.1'],
    port: 0,
    now: () => clock.now(),
  });
  const simulatorUrl = await simulator.listen();
  const { port, release } = await holdPort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const wholeEnvironment = {
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    WECHAT_APP_ID: credentials.appId,
    WECHAT_APP_SECRET: credentials.appSecret,
    WECHAT_TOKEN: credentials.token,
    WECHAT_ENCODING_AES_KEY: credentials.encodingAesKey,
    WECHAT_ORIGINAL_ID: credentials.originalId,
    WECHAT_API_URL: simulatorUrl,
    WECHAT_OAUTH_URL: simulatorUrl,
    WECHAT_JSSDK_URL: `${simulatorUrl}/open/js/jweixin-1.6.0.js`,
    SMS_PROVIDER: 'simulator',
    SIMULATOR_URL: simulatorUrl,
    LOG_LEVEL: 'silent',
    ...environment,
  };
  const { db } = database;
  const config = readConfig(wholeEnvironment);
  const parts = await createServer({ config, db, masterKey, clock, checkReplies: true });
  simulator.control.setCallbackUrl(`${publicUrl}/wechat/callback`);
  await parts.taskHandlers.housekeeping({});
  await release();
  await parts.app.listen({ host: '127.0.0.1', port });
  return {
    ...parts,
    database,
    clock,
    simulator,
    masterKey,
    wechatAccount: credentials,
    publicUrl,
    dataDir,
    environment: wholeEnvironment,
    close: async () => {
      await parts.app.close();
      await simulator.close();
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * Another process of the same installation: its own memory on the same database and data, under the
 * same public address. Close it before the first one.
 */
export async function anotherServer(
  first: TestServer,
): Promise<ServerParts & { ownUrl: string; close: () => Promise<void> }> {
  const { database, masterKey, clock, environment } = first;
  const config = readConfig(environment);
  const { db } = database;
  const parts = await createServer({ config, db, masterKey, clock, checkReplies: true });
  const ownUrl = await parts.app.listen({ host: '127.0.0.1', port: 0 });
  return { ...parts, ownUrl, close: () => parts.app.close() };
}

/** The client of the account in force. */
export async function wechatClientOf(
  server: Pick<TestServer, 'wechatAccounts'>,
): Promise<WechatClient> {
  const inForce = await server.wechatAccounts.current();
  if (!inForce) throw new Error('the test server has no WeChat account');
  return inForce.client;
}

/** A port nobody else is given before `release`: the server's address is known before it listens. */
async function holdPort(): Promise<{ port: number; release: () => Promise<void> }> {
  const holder = createTcpServer();
  holder.listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    port,
    async release() {
      holder.close();
      await once(holder, 'close');
    },
  };
}
