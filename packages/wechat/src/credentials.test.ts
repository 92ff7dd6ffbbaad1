import { describe, expect, test } from 'vitest';
import {
  CREATE,
  TOKEN,
  appSecret,
  errorOf,
  menu,
  ok,
  startClient,
} from '../test/client-harness.ts';

describe('S20: the access token', () => {
  test('is fetched once for fifty callers at once, and then kept', async () => {
    const { client, platform } = await startClient({});
    const tokens = await Promise.all(Array.from({ length: 50 }, () => client.getAccessToken()));
    expect(new Set(tokens)).toEqual(new Set(['T1']));
    expect(await client.getAccessToken()).toBe('T1');
    expect(platform.countOf(TOKEN)).toBe(1);
    expect(JSON.parse(platform.seen[0]?.body ?? '')).toEqual({
      grant_type: 'client_credential',
      appid: 'wx1',
      secret: appSecret,
    });
  });

  test('is not fetched again by a caller whose look at the store was slow', async () => {
    const { client, platform, store } = await startClient({});
    const read = store.read.bind(store);
    let lookCount = 0;
    store.read = async (kind) => {
      const found = await read(kind);
      // The first caller saw nothing, and learns of it only when the second has its token.
      if (++lookCount === 1) await second;
      return found;
    };
    const first = client.getAccessToken();
    const second = new Promise<string>((resolve) => {
      setImmediate(() => resolve(client.getAccessToken()));
    });
    expect(await Promise.all([first, second])).toEqual(['T1', 'T1']);
    expect(platform.countOf(TOKEN)).toBe(1);
  });

  test('near its end is still given out while one successor is fetched behind it', async () => {
    const { client, platform, clock, store } = await startClient({});
    await client.getAccessToken();
    clock.now = new Date(clock.now.getTime() + (7200 - 180) * 1000);
    const tokens = await Promise.all(Array.from({ length: 50 }, () => client.getAccessToken()));
    expect(new Set(tokens)).toEqual(new Set(['T1']));
    await expect.poll(async () => (await store.read('access_token'))?.value).toBe('T2');
    expect(platform.countOf(TOKEN)).toBe(2);
  });

  test('in its last minute is waited for', async () => {
    const { client, clock } = await startClient({});
    await client.getAccessToken();
    clock.now = new Date(clock.now.getTime() + (7200 - 59) * 1000);
    expect(await client.getAccessToken()).toBe('T2');
  });

  test('a failed early refresh harms nobody and is logged', async () => {
    const { client, platform, clock, log } = await startClient({
      [TOKEN]: (_, count) => (count === 1 ? { access_token: 'T1', expires_in: 7200 } : 'reset'),
    });
    await client.getAccessToken();
    clock.now = new Date(clock.now.getTime() + (7200 - 180) * 1000);
    expect(await client.getAccessToken()).toBe('T1');
    await expect.poll(() => log.some(({ event }) => event === 'wechat_refresh_failed')).toBe(true);
    // Not again with every call: the platform may be down for a while.
    expect(await client.getAccessToken()).toBe('T1');
    expect(platform.countOf(TOKEN)).toBe(2);
  });

  test('a failure reaches all who wait, and the next caller tries anew', async () => {
    const { client, platform } = await startClient({
      [TOKEN]: (_, count) => (count === 1 ? 'reset' : { access_token: 'T2', expires_in: 7200 }),
    });
    const results = await Promise.allSettled([client.getAccessToken(), client.getAccessToken()]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await client.getAccessToken()).toBe('T2');
    expect(platform.countOf(TOKEN)).toBe(2);
  });

  test.each([40001, 40014, 42001])(
    'refused with %i mid-way is replaced once for fifty callers, and each call is repeated once',
    async (errcode) => {
      const { client, platform } = await startClient({
        [CREATE]: ({ query }) => (query.access_token === 'T1' ? { errcode, errmsg: 'x' } : ok()),
      });
      await client.getAccessToken();
      await Promise.all(Array.from({ length: 50 }, () => client.createMenu(menu)));
      expect(platform.countOf(TOKEN)).toBe(2);
      expect(platform.countOf(CREATE)).toBe(100);
    },
  );

  test('refused again after its replacement is not tried a third time', async () => {
    const { client, platform } = await startClient({
      [CREATE]: () => ({ errcode: 42001, errmsg: 'access_token expired' }),
    });
    const error = await errorOf(client.createMenu(menu));
    expect(error).toMatchObject({ errcode: 42001, endpoint: CREATE, retryable: false });
    expect(platform.countOf(CREATE)).toBe(2);
  });

  test('a newer token survives the refusal of an older one', async () => {
    const { client, platform, store } = await startClient({
      [CREATE]: async ({ query }) => {
        if (query.access_token !== 'T1') return ok();
        const expiresAt = new Date('2026-11-22T14:00:00Z');
        await store.write('access_token', { value: 'from another process', expiresAt });
        return { errcode: 40001, errmsg: 'not latest' };
      },
    });
    await client.createMenu(menu);
    expect(platform.countOf(TOKEN)).toBe(1);
    expect(await client.getAccessToken()).toBe('from another process');
  });
});
