import { afterEach } from 'vitest';
import { createWechatClient, createMemoryCredentialStore, WechatError } from '../src/index.ts';
import type { WechatClientOptions, WechatLogEvent } from '../src/index.ts';
import { startPlatform } from './loopback-platform.ts';
import type { Responder } from './loopback-platform.ts';

export const TOKEN = '/cgi-bin/stable_token';
export const CREATE = '/cgi-bin/menu/create';
export const appSecret = 'sEcReT-0123456789';
export const menu = {
  button: [{ name: '我的积分', type: 'view', url: 'http://127.0.0.1/points' }],
};
export const ok = () => ({ errcode: 0, errmsg: 'ok' });
export const numberedToken: Responder = (_, count) => ({
  access_token: `T${count}`,
  expires_in: 7200,
});

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** A client, and the platform it talks to; both are closed after the test. */
export async function startClient(
  routes: Record<string, Responder>,
  timeoutMs = 10_000,
  more: Partial<WechatClientOptions> = {},
) {
  const platform = await startPlatform({ [TOKEN]: numberedToken, [CREATE]: ok, ...routes });
  closers.push(platform.close);
  const store = more.credentialStore ?? createMemoryCredentialStore();
  const log: WechatLogEvent[] = [];
  const troubles: WechatError[] = [];
  const clock = { now: new Date('2026-11-22T12:00:00Z') };
  const client = createWechatClient({
    appId: 'wx1',
    appSecret,
    apiUrl: platform.url,
    credentialStore: store,
    timeoutMs,
    backoffMs: 1,
    now: () => clock.now,
    log: (event) => log.push(event),
    onTrouble: (error) => troubles.push(error),
    ...more,
  });
  return { platform, client, store, log, troubles, clock };
}

export async function errorOf(promise: Promise<unknown>): Promise<WechatError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof WechatError)) throw new Error('a WechatError was expected');
  return error;
}
