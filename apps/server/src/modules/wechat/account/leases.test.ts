import { randomBytes, randomUUID } from 'node:crypto';
import { createWechatClient, type WechatClient } from '@mashang/wechat';
import { createSimulator, type Simulator } from '@mashang/wechat-simulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, openAllConnections } from '../../../../test/harness-database.ts';
import type { TestDatabase } from '../../../../test/harness-database.ts';
import { createTestClock } from '../../../../test/test-clock.ts';
import { createCredentialStore } from './credential-store.ts';

const clock = createTestClock();
const masterKey = randomBytes(32);
const account = { appId: 'wx0123456789abcdef', appSecret: randomBytes(16).toString('hex') };
let database: TestDatabase;
let simulator: Simulator;
let apiUrl: string;
/** The calls that reached the platform. */
let calls: string[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  simulator = await createSimulator({
    ...account,
    token: randomBytes(8).toString('hex'),
    encodingAesKey: randomBytes(32).toString('hex').slice(0, 43),
    originalId: 'gh_0123456789ab',
    callbackUrl: 'http://127.0.0.1:1/wechat/callback',
    webDomains: ['127.0.0.1'],
    port: 0,
    now: () => clock.now(),
  });
  apiUrl = await simulator.listen();
});
afterAll(async () => {
  await simulator.close();
  await database.close();
});
beforeEach(async () => {
  calls = [];
  await database.pool.query('truncate wechat_credential, wechat_credential_lease');
  await openAllConnections(database);
});

const storeOf = (appId = account.appId) => createCredentialStore(database.db, masterKey, appId);

/** A process of its own: nothing in common with the others but the database. */
function aProcess(): WechatClient {
  const countingFetch: typeof fetch = (input, init) => {
    calls.push(new URL(input instanceof Request ? input.url : input).pathname);
    return fetch(input, init);
  };
  const now = () => clock.now();
  return createWechatClient({
    ...{ ...account, apiUrl, now, credentialStore: storeOf() },
    fetch: countingFetch,
  });
}

const fifty = () => Array.from({ length: 50 }, aProcess);

describe('S19: one process asks for all', () => {
  test('fifty processes without a token fetch one, and one ticket', async () => {
    const tickets = await Promise.all(fifty().map((client) => client.getJsApiTicket()));
    expect(new Set(tickets).size).toBe(1);
    expect(calls).toEqual(['/cgi-bin/stable_token', '/cgi-bin/ticket/getticket']);
  });

  test('fifty processes whose token the platform refuses fetch one more', async () => {
    const clients = fifty();
    await clients[0]?.getAccessToken();
    simulator.control.revokeAccessTokens();
    calls = [];
    await Promise.all(clients.map((client) => client.getMenu()));
    expect(calls.filter((path) => path === '/cgi-bin/stable_token')).toHaveLength(1);
  });

  test('in the background, before the end, fifty processes fetch one', async () => {
    const clients = fifty();
    await clients[0]?.getJsApiTicket();
    calls = [];
    await Promise.all(clients.map((client) => client.keepFresh()));
    expect(calls).toEqual([]);
    clock.advanceMs(7_200_000 - 3 * 60_000);
    await Promise.all(clients.map((client) => client.keepFresh()));
    expect(calls.filter((path) => path === '/cgi-bin/stable_token')).toHaveLength(1);
    expect(calls.filter((path) => path === '/cgi-bin/ticket/getticket')).toHaveLength(1);
  });

  test('when the one that asks was killed, another takes over at the end of its lease', async () => {
    expect(await storeOf().lease('access_token', randomUUID(), 300)).toBe(true);
    const tokens = await Promise.all([aProcess(), aProcess()].map((one) => one.getAccessToken()));
    expect(new Set(tokens).size).toBe(1);
    expect(calls).toEqual(['/cgi-bin/stable_token']);
  });
});

describe('S19: a lease', () => {
  test('is one of fifty that ask at once, of its account and kind, until released or over', async () => {
    const store = storeOf();
    const holders = Array.from({ length: 50 }, () => randomUUID());
    const ask = (holder: string) => store.lease('access_token', holder, 60_000);
    const taken = await Promise.all(holders.map(ask));
    const winner = holders[taken.indexOf(true)] ?? '';
    const loser = holders[taken.indexOf(false)] ?? '';
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await store.lease('jsapi_ticket', loser, 60_000)).toBe(true);
    expect(await storeOf('wx-another').lease('access_token', loser, 60_000)).toBe(true);
    await store.release('access_token', loser);
    expect(await ask(loser)).toBe(false);
    await store.release('access_token', winner);
    expect(await ask(loser)).toBe(true);
  });

  test('of a holder that died ends by itself', async () => {
    const store = storeOf();
    const [dead, next] = [randomUUID(), randomUUID()];
    expect(await store.lease('access_token', dead, 0)).toBe(true);
    expect(await store.lease('access_token', next, 60_000)).toBe(true);
    // Back from the dead, it must not end the lease of its successor.
    await store.release('access_token', dead);
    expect(await store.lease('access_token', dead, 60_000)).toBe(false);
  });
});
