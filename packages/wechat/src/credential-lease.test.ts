import { describe, expect, test, vi } from 'vitest';
import { CREATE, TOKEN, errorOf, menu, ok, startClient } from '../test/client-harness.ts';
import { createMemoryCredentialStore, createWechatClient } from './index.ts';
import type { CredentialStore } from './index.ts';

const TICKET = '/cgi-bin/ticket/getticket';
const dead = '00000000-0000-4000-8000-000000000000';

/** Clients of their own, as processes have them, with one store. */
async function startProcesses(count: number, routes: Parameters<typeof startClient>[0] = {}) {
  const parts = await startClient(routes);
  const { platform, store, clock } = parts;
  const another = () =>
    createWechatClient({
      appId: 'wx1',
      appSecret: 'sEcReT-0123456789',
      apiUrl: platform.url,
      credentialStore: store,
      backoffMs: 1,
      now: () => clock.now,
    });
  const clients = [parts.client, ...Array.from({ length: count - 1 }, another)];
  return { ...parts, clients };
}

describe('S20: the access token of several processes', () => {
  test('is asked for by one of five, while ten callers in each wait for it', async () => {
    const { clients, platform } = await startProcesses(5);
    const callers = clients.flatMap((client) => Array.from({ length: 10 }, () => client));
    const tokens = await Promise.all(callers.map((client) => client.getAccessToken()));
    expect(new Set(tokens)).toEqual(new Set(['T1']));
    expect(platform.countOf(TOKEN)).toBe(1);
  });

  test('refused to all of them at once is replaced once', async () => {
    const { clients, platform } = await startProcesses(5, {
      [CREATE]: ({ query }) =>
        query.access_token === 'T1' ? { errcode: 40001, errmsg: 'x' } : ok(),
    });
    await clients[0]?.getAccessToken();
    await Promise.all(
      clients.flatMap((client) => Array.from({ length: 10 }, () => client.createMenu(menu))),
    );
    expect(platform.countOf(TOKEN)).toBe(2);
    expect(platform.countOf(CREATE)).toBe(100);
  });

  test('is asked for by the next one when the first fails or dies', async () => {
    const failing = await startProcesses(2, {
      [TOKEN]: (_, count) => (count === 1 ? 'reset' : { access_token: 'T2', expires_in: 7200 }),
    });
    const tokens = await Promise.allSettled(
      failing.clients.map((client) => client.getAccessToken()),
    );
    expect(tokens.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);

    const { client, store, platform } = await startProcesses(1);
    await store.lease('access_token', dead, 150);
    const startMs = performance.now();
    expect(await client.getAccessToken()).toBe('T1');
    expect(performance.now() - startMs).toBeGreaterThan(140);
    expect(platform.countOf(TOKEN)).toBe(1);
  });

  test('that another process is asking for is given out as it is, or waited for', async () => {
    const { client, store, clock, platform } = await startProcesses(1);
    await client.getAccessToken();
    await store.lease('access_token', dead, 60_000);
    clock.now = new Date(clock.now.getTime() + (7200 - 120) * 1000);
    expect(await client.getAccessToken()).toBe('T1');

    clock.now = new Date(clock.now.getTime() + 90_000);
    const waiting = client.getAccessToken();
    const expiresAt = new Date(clock.now.getTime() + 7_200_000);
    await store.write('access_token', { value: 'from another process', expiresAt });
    expect(await waiting).toBe('from another process');
    expect(platform.countOf(TOKEN)).toBe(1);
  });

  test('is not waited for without end', async () => {
    const never: CredentialStore = {
      ...createMemoryCredentialStore(),
      lease: () => Promise.resolve(false),
    };
    const { client, platform } = await startClient({}, 1000, { credentialStore: never });
    const clock = vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValueOnce(0);
    clock.mockReturnValue(8000);
    try {
      const error = await errorOf(client.getAccessToken());
      expect(error).toMatchObject({ errcode: 0, retryable: true });
    } finally {
      clock.mockRestore();
    }
    expect(platform.countOf(TOKEN)).toBe(0);
  });

  test('is kept although its lease cannot be given back', async () => {
    const store: CredentialStore = {
      ...createMemoryCredentialStore(),
      release: () => Promise.reject(new Error('the database is away')),
    };
    const { client } = await startClient({}, 1000, { credentialStore: store });
    expect(await client.getAccessToken()).toBe('T1');
  });
});

test('S20: of fifty that want the lease one gets it; only its holder ends it early', async () => {
  const store = createMemoryCredentialStore();
  const wanted = Array.from({ length: 50 }, (_, place) =>
    store.lease('access_token', String(place), 40),
  );
  const got = await Promise.all(wanted);
  expect(got.filter(Boolean)).toHaveLength(1);
  expect(await store.lease('jsapi_ticket', dead, 60_000)).toBe(true);
  await store.release('access_token', dead);
  expect(await store.lease('access_token', dead, 60_000)).toBe(false);
  const holder = String(got.indexOf(true));
  await store.release('access_token', holder);
  expect(await store.lease('access_token', dead, 60_000)).toBe(true);
  await store.release('access_token', holder);
  expect(await store.lease('access_token', holder, 60_000)).toBe(false);
});

describe('S20: credentials kept fresh', () => {
  const hours = (count: number) => count * 3_600_000;
  const ticket = { ...ok(), ticket: 'TICKET', expires_in: 7200 };

  test('are renewed near their end and after it, and never without having been wanted', async () => {
    const { client, platform, clock } = await startClient({ [TICKET]: () => ticket });
    await client.keepFresh();
    expect(platform.seen).toEqual([]);

    await client.getJsApiTicket();
    await client.keepFresh();
    expect(platform.seen).toHaveLength(2);
    clock.now = new Date(clock.now.getTime() + hours(2) - 180_000);
    await client.keepFresh();
    expect([platform.countOf(TOKEN), platform.countOf(TICKET)]).toEqual([2, 2]);
    clock.now = new Date(clock.now.getTime() + hours(9));
    await client.keepFresh();
    expect([platform.countOf(TOKEN), platform.countOf(TICKET)]).toEqual([3, 3]);
    expect(await client.getAccessToken()).toBe('T3');
    expect(platform.countOf(TOKEN)).toBe(3);
  });

  test('fail in silence but for the log, and one failing does not keep the other', async () => {
    const { client, platform, clock, log, store } = await startClient({
      [TOKEN]: (_, count) => (count === 2 ? 'reset' : { access_token: 'T', expires_in: 86_400 }),
      [TICKET]: () => ticket,
    });
    await client.getJsApiTicket();
    clock.now = new Date(clock.now.getTime() + hours(24) - 180_000);
    await client.keepFresh();
    expect(log.filter(({ event }) => event === 'wechat_refresh_failed')).toHaveLength(1);
    expect(platform.countOf(TICKET)).toBe(2);

    store.read = () => Promise.reject(new Error('postgres://user:pAsSwOrD@db is away'));
    await client.keepFresh();
    expect(JSON.stringify(log)).not.toContain('pAsSwOrD');
  });
});
