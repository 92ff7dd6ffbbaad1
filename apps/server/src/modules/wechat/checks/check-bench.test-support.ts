import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MessageMode, WechatCheck, WechatCheckName } from '@mashang/contract';
import { createMemoryCredentialStore, createWechatClient } from '@mashang/wechat';
import type { WechatClient } from '@mashang/wechat';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { freshServer } from '../../../../test/harness.ts';
import type { TestServer } from '../../../../test/harness.ts';
import { openTestRoute } from '../../../../test/test-route.ts';
import type { Language } from '../../../texts.ts';
import { createWechatMenuStore, settingsDefault } from '../../settings/index.ts';
import type { AccountInForce, WechatAccount } from '../account/create-accounts.ts';
import { registerCallbackRoutes } from '../index.ts';
import type { CheckTools, NoticeSettings } from './check-tools.ts';
import { runCheck } from './run-check.ts';

/** What differs from a right account on a right server. */
export interface Difference {
  account?: Partial<WechatAccount>;
  client?: AccountInForce['client'];
  notices?: NoticeSettings;
  tools?: Partial<CheckTools>;
  language?: Language;
  limitMs?: number;
}

export interface CheckBench {
  server: TestServer;
  tools: () => CheckTools;
  run: (check: WechatCheckName, difference?: Difference) => Promise<WechatCheck>;
  /** All that was found so far, as text. */
  found: string[];
  bugs: unknown[];
}

/** The whole server and its simulator, and the checks as head office runs them. */
export function useCheckBench(): CheckBench {
  const bench: CheckBench = {
    server: undefined as unknown as TestServer,
    found: [],
    bugs: [],
    tools: () => toolsOf(bench.server),
    run: async (check, difference = {}) => {
      const tools = await differ(bench.tools(), difference);
      const { language = 'zh', limitMs } = difference;
      const result = await runCheck(tools, {
        check,
        language,
        onError: (error) => bench.bugs.push(error),
        ...(limitMs === undefined ? {} : { limitMs }),
      });
      bench.found.push(JSON.stringify(result));
      return result;
    },
  };
  beforeAll(async () => {
    bench.server = await freshServer();
  });
  afterAll(() => bench.server.close());
  return bench;
}

function toolsOf(server: TestServer): CheckTools {
  const { database, clock, wechatAccounts, publicUrl, masterKey, environment } = server;
  return {
    ...{ db: database.db, clock, publicUrl, accounts: wechatAccounts },
    store: createWechatMenuStore({ masterKey }),
    apiUrl: environment['WECHAT_API_URL'] ?? '',
    readAccountSettings: async () => settingsDefault.wechat,
    readNoticeSettings: async () => settingsDefault.wechatNotices,
  };
}

async function differ(tools: CheckTools, difference: Difference): Promise<CheckTools> {
  const inForce = await tools.accounts.current();
  if (!inForce) throw new Error('the test server has a WeChat account');
  const account = { ...inForce.account, ...difference.account };
  const client = difference.client ?? inForce.client;
  const { notices } = difference;
  return {
    ...tools,
    accounts: { current: async () => ({ account, client }) },
    ...(notices ? { readNoticeSettings: async () => notices } : {}),
    ...difference.tools,
  };
}

/** A server of somebody else's, at a free port of loopback. */
export async function aServer(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Settings of notices with this one template. */
export const chosen = (templateId: string, fieldName = 'thing1'): NoticeSettings => ({
  channels: ['template'],
  templates: [
    {
      channel: 'template',
      templateId,
      title: '发货通知',
      kinds: ['redemptionShipped'],
      fields: [{ name: fieldName, from: 'giftName' }],
    },
  ],
});

/** The callback of an account in that mode, at an address of its own. */
export async function aCallback(bench: CheckBench, messageMode: MessageMode): Promise<string> {
  const { database, clock, masterKey } = bench.server;
  const inForce = await bench.server.wechatAccounts.current();
  if (!inForce) throw new Error('the test server has a WeChat account');
  const current = async () => ({ ...inForce, account: { ...inForce.account, messageMode } });
  const { app } = openTestRoute();
  const nobody = () => Promise.reject(new Error('a test message asks for nothing'));
  registerCallbackRoutes(app, {
    ...{ clock, masterKey, db: database.db, publicUrl: 'https://points.example.cn' },
    accounts: { current },
    handlers: {
      answerScan: nobody,
      answerPoints: nobody,
      answerScene: nobody,
      onDeliveryReport: nobody,
      onSubscriptionChange: nobody,
      onUserGone: nobody,
    },
    addJob: nobody,
  });
  onTestFinished(() => app.close());
  return await app.listen({ host: '127.0.0.1', port: 0 });
}

/** A client of the account that has to fetch its token and ticket first. */
export function aClient(bench: CheckBench): WechatClient {
  const { appId, appSecret } = bench.server.wechatAccount;
  return createWechatClient({
    ...{ appId, appSecret, apiUrl: bench.tools().apiUrl, backoffMs: 1 },
    credentialStore: createMemoryCredentialStore(),
    now: () => bench.server.clock.now(),
  });
}
