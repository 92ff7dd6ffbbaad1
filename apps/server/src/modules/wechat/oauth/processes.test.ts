import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { anotherServer, freshServer, type TestServer } from '../../../../test/harness.ts';
import { aBrowser, type Browser } from '../../../../test/stories/browser.ts';

let server: TestServer;
let other: Awaited<ReturnType<typeof anotherServer>>;
beforeAll(async () => {
  server = await freshServer();
  other = await anotherServer(server);
});
afterAll(async () => {
  await other.close();
  await server.close();
});
beforeEach(async () => {
  await server.database.pool.query('truncate member_session');
});

/** Goes to the platform by one process; the address of the callback, which is not opened yet. */
async function goToPlatform(browser: Browser, from = server.publicUrl): Promise<URL> {
  const start = await browser.fetch(`${from}/wechat/oauth/start?return=/scan`);
  const authorize = await browser.fetch(start.headers.get('location') ?? '');
  return new URL(authorize.headers.get('location') ?? '');
}

/** The same address, answered by the other process. */
function atOther(url: URL): URL {
  return new URL(`${url.pathname}${url.search}`, other.ownUrl);
}

async function comeBack(browser: Browser, url: URL) {
  const response = await browser.fetch(url.href);
  const cookies = response.headers.getSetCookie();
  const hasSession = cookies.some((line) => line.startsWith('mashang_member='));
  return [response.headers.get('location'), hasSession];
}

/** Whose sessions there are. */
async function signedInAs(): Promise<{ openId: string; sessions: number }[]> {
  const { rows } = await server.database.pool.query<{ openId: string; sessions: number }>(
    `select open_id as "openId", count(*)::int as sessions from member_session group by open_id`,
  );
  return rows;
}

const welcome = ['/scan', true];
const refused = ['/?wechat=failed', false];

describe('S19: a phone that calls back twice', () => {
  test('reaching two processes at once, and again later, is the same person by one exchange', async () => {
    const { openId } = server.simulator.control.users()[0] ?? { openId: '' };
    const browser = aBrowser(server);
    const callback = await goToPlatform(browser);
    const urls = Array.from({ length: 10 }, (_, n) => (n % 2 ? callback : atOther(callback)));
    const answers = await Promise.all(urls.map((url) => comeBack(browser, url)));
    server.clock.advanceMs(20_000);
    answers.push(await comeBack(browser, callback), await comeBack(browser, atOther(callback)));
    // The platform refuses a second exchange, so twelve sessions mean that there was one.
    expect(answers).toEqual(Array.from({ length: 12 }, () => welcome));
    expect(await signedInAs()).toEqual([{ openId, sessions: 12 }]);
    server.clock.advanceMs(41_000);
    expect(await comeBack(browser, atOther(callback))).toEqual(refused);
  });

  test('gives the answer of the first try, be it a refusal', async () => {
    const browser = aBrowser(server);
    const callback = await goToPlatform(browser, other.ownUrl);
    callback.searchParams.set('code', 'made-up');
    const answers = [await comeBack(browser, callback), await comeBack(browser, atOther(callback))];
    expect(answers).toEqual([
      ['/scan?wechat=failed', false],
      ['/scan?wechat=failed', false],
    ]);
    expect(await signedInAs()).toEqual([]);
  });

  test('with a made-up identity of a preview page gets no session anywhere', async () => {
    const { control } = server.simulator;
    const user = control.users()[0]?.id ?? '';
    control.changeUser(user, { snapshot: true });
    const browser = aBrowser(server);
    const callback = await goToPlatform(browser);
    const urls = [callback, atOther(callback)];
    const answers = await Promise.all(urls.map((url) => comeBack(browser, url)));
    control.changeUser(user, { snapshot: false });
    expect(answers).toEqual([
      ['/scan?wechat=snapshot', false],
      ['/scan?wechat=snapshot', false],
    ]);
    expect(await signedInAs()).toEqual([]);
  });
});

describe('S19: somebody else with the address of the callback', () => {
  test('another browser gets nothing, before and after its owner, in any process', async () => {
    const [owner, thief] = [aBrowser(server), aBrowser(server)];
    const callback = await goToPlatform(owner);
    await goToPlatform(thief);
    const stranger = () => aBrowser(server);
    for (const url of [callback, atOther(callback)]) {
      expect(await comeBack(thief, url)).toEqual(refused);
      expect(await comeBack(stranger(), url)).toEqual(refused);
    }
    expect(await comeBack(owner, callback)).toEqual(welcome);
    for (const url of [callback, atOther(callback)]) {
      expect(await comeBack(thief, url)).toEqual(refused);
      expect(await comeBack(stranger(), url)).toEqual(refused);
    }
    expect(await signedInAs()).toMatchObject([{ sessions: 1 }]);
  });

  test('a spent state does not take a fresh code, nor a fresh state a spent code', async () => {
    const browser = aBrowser(server);
    const first = await goToPlatform(browser);
    expect(await comeBack(browser, first)).toEqual(welcome);
    const second = await goToPlatform(browser);
    const mixed = new URL(first);
    mixed.searchParams.set('code', second.searchParams.get('code') ?? '');
    expect(await comeBack(browser, mixed)).toEqual(refused);
    const spent = new URL(second);
    spent.searchParams.set('code', first.searchParams.get('code') ?? '');
    expect(await comeBack(browser, spent)).toEqual(['/scan?wechat=failed', false]);
  });

  test('nothing in the callback’s address leads elsewhere: neither state nor return', async () => {
    const hostile = ['https://evil.example', '//evil.example', '/\\evil.example', '%2f%2fevil'];
    for (const target of hostile) {
      const browser = aBrowser(server);
      const callback = await goToPlatform(browser);
      callback.searchParams.set('return', target);
      callback.searchParams.set('redirect_uri', target);
      expect(await comeBack(browser, callback)).toEqual(welcome);
      const forged = await goToPlatform(browser);
      forged.searchParams.set('state', target);
      expect(await comeBack(browser, forged)).toEqual(refused);
    }
  });
});

test('S20: the check list learns when the platform last said who somebody is', async () => {
  const fact = () =>
    server.database.db.selectFrom('wechatAccountFact').select(['appId', 'lastSignInAt']).execute();
  server.clock.advanceMs(61_000);
  const browser = aBrowser(server);
  await comeBack(browser, await goToPlatform(browser));
  const { appId } = server.wechatAccount;
  const expected = [{ appId, lastSignInAt: server.clock.now() }];
  await expect.poll(fact).toEqual(expected);
  server.clock.advanceMs(1_000);
  await comeBack(browser, await goToPlatform(browser));
  expect(await fact()).toEqual(expected);
});
