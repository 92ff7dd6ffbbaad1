import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshServer, type TestServer } from '../../../../test/harness.ts';
import { aBrowser, type Browser } from '../../../../test/stories/browser.ts';

let server: TestServer;
beforeAll(async () => {
  server = await freshServer();
});
afterAll(() => server.close());

const startUrl = (returnTo = '/scan') =>
  `${server.publicUrl}/wechat/oauth/start?return=${encodeURIComponent(returnTo)}`;

/** Goes as far as the platform's redirect back; the callback's address is not opened yet. */
async function goToPlatform(browser: Browser, returnTo?: string): Promise<string> {
  const start = await browser.fetch(startUrl(returnTo));
  const authorize = await browser.fetch(start.headers.get('location') ?? '');
  return authorize.headers.get('location') ?? '';
}

async function comeBack(browser: Browser, url: string) {
  const response = await browser.fetch(url);
  return {
    status: response.status,
    path: response.headers.get('location'),
    hasSession: response.headers.getSetCookie().some((line) => line.startsWith('mashang_member=')),
    stored: response.headers.get('cache-control'),
  };
}

const refused = { status: 303, path: '/?wechat=failed', hasSession: false, stored: 'no-store' };
const welcome = { status: 303, path: '/scan', hasSession: true, stored: 'no-store' };

describe('S19: an OAuth state', () => {
  test('brings its own browser back with a session', async () => {
    const browser = aBrowser(server);
    expect(await comeBack(browser, await goToPlatform(browser))).toEqual(welcome);
    const cookie = browser.cookies.get('mashang_member')?.value ?? '';
    expect(cookie).toMatch(/^[\w-]{43}$/);
  });

  test('of another browser gives no session, and stays good for its own', async () => {
    const [victim, thief] = [aBrowser(server), aBrowser(server)];
    const callback = await goToPlatform(victim);
    await goToPlatform(thief);
    expect(await comeBack(thief, callback)).toEqual(refused);
    expect(await comeBack(aBrowser(server), callback)).toEqual(refused);
    expect(await comeBack(victim, callback)).toEqual(welcome);
  });

  test('works once: with a new code it gives no session', async () => {
    const browser = aBrowser(server);
    const first = await goToPlatform(browser);
    await comeBack(browser, first);
    const second = new URL(await goToPlatform(browser));
    second.searchParams.set('state', new URL(first).searchParams.get('state') ?? '');
    expect(await comeBack(browser, second.href)).toEqual(refused);
  });

  test('ends after ten minutes, and is then forgotten', async () => {
    const browser = aBrowser(server);
    const callback = await goToPlatform(browser);
    server.clock.advanceMs(10 * 60_000 + 1);
    expect(await comeBack(browser, callback)).toEqual(refused);
    await server.keepWechat();
    expect(await server.database.db.selectFrom('oauthState').select('expiresAt').execute()).toEqual(
      [],
    );
  });

  test('absent, repeated, empty or endless gives no session', async () => {
    const browser = aBrowser(server);
    const callback = await goToPlatform(browser);
    const base = `${server.publicUrl}/wechat/oauth/callback`;
    const { searchParams } = new URL(callback);
    const all = searchParams.toString();
    const [code, state] = [searchParams.get('code'), searchParams.get('state')];
    const queries = [
      ...['', `code=${code}`, `state=${state}`, `code=&state=`, `code[]=${code}&state=${state}`],
      ...[`${all}&state=${state}`, `${all}&code=${code}`],
      ...[`code=${code}&state=${'a'.repeat(5000)}`, `code=${'a'.repeat(5000)}&state=${state}`],
      `code=%00&state=%00`,
    ];
    for (const query of queries) {
      expect([query, await comeBack(browser, `${base}?${query}`)]).toEqual([query, refused]);
    }
    expect(await comeBack(browser, callback)).toEqual(welcome);
  });
});

describe('S19: what WeChat says about the person', () => {
  test('a code the platform does not know gives no session', async () => {
    const browser = aBrowser(server);
    const callback = new URL(await goToPlatform(browser));
    callback.searchParams.set('code', 'made-up');
    const answer = await comeBack(browser, callback.href);
    expect(answer).toEqual({ ...refused, path: '/scan?wechat=failed' });
  });

  test('Android calls back twice with one code: a session both times, one exchange', async () => {
    const browser = aBrowser(server);
    const callback = await goToPlatform(browser);
    const twice = await Promise.all([comeBack(browser, callback), comeBack(browser, callback)]);
    const late = await comeBack(browser, callback);
    // The platform refuses a second exchange, so three sessions mean that there was one.
    expect([...twice, late]).toEqual([welcome, welcome, welcome]);
    expect((await browser.call('GET /api/session')).body).toMatchObject({ state: 'wechatUnbound' });
  });

  test('a snapshot user, whose identity is made up, gets no session', async () => {
    const user = server.simulator.control.users()[0]?.id ?? '';
    server.simulator.control.changeUser(user, { snapshot: true });
    const browser = aBrowser(server);
    const answer = await comeBack(browser, await goToPlatform(browser));
    server.simulator.control.changeUser(user, { snapshot: false });
    expect(answer).toEqual({ ...refused, path: '/scan?wechat=snapshot' });
  });

  test('a platform that is away gives no session and no error page', async () => {
    const browser = aBrowser(server);
    const callback = await goToPlatform(browser, '/points');
    server.simulator.control.planFault({ path: '/sns/oauth2/access_token', times: 9, drop: true });
    const answer = await comeBack(browser, callback);
    expect(answer).toEqual({ ...refused, path: '/points?wechat=failed' });
  });
});

describe('S19: ?return= leads to a page of ours and nowhere else', () => {
  const hostile = [
    ...[
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      'https://evil.example',
      'evil.example',
    ],
    ...[
      '/scan%0d%0aset-cookie:a=b',
      '/scan\r\nset-cookie: a=b',
      '/%2f/evil.example',
      '/.//evil.example',
    ],
    ...[
      '%2f%2fevil.example',
      '/C/..//evil.example',
      '/C//evil.example',
      '/scan@evil.example',
      'javascript:1',
    ],
    ...[
      '/scan?x=//evil.example',
      '/bind?to=https://evil.example',
      '/bind?to=x&to=y',
      '/scan#//evil',
    ],
    ...[
      '/api/session/end',
      '/hq/',
      '/wechat/oauth/start?return=/',
      '/gifts/3/../../evil',
      '\u0000',
      'a'.repeat(3000),
      '/\t/evil',
    ],
  ];
  test.each(hostile)('%j', async (returnTo) => {
    const browser = aBrowser(server);
    const { path } = await comeBack(browser, await goToPlatform(browser, returnTo));
    const arrived = new URL(path ?? '', server.publicUrl);
    expect(arrived.origin).toBe(server.publicUrl);
    expect(arrived.pathname).toMatch(/^\/(scan|bind|points|)$/);
    expect(decodeURIComponent(path ?? '')).not.toMatch(/evil|[\r\n\\]/);
  });

  const ours = [
    ...['/scan', '/points', '/', '/C/0123456789ABCDEF', '/bind?to=%2FC%2F0123456789ABCDEF'],
    ...['/me', '/points/8-3', '/gifts/3/redeem', '/redemptions/12', '/notices'],
    ...['/sign-in', '/appeals/new?kind=refused&text=0123456789ABCDEF'],
  ];
  test.each(ours)('%s is kept', async (returnTo) => {
    const browser = aBrowser(server);
    expect(await comeBack(browser, await goToPlatform(browser, returnTo))).toMatchObject({
      path: returnTo,
      hasSession: true,
    });
  });

  test('a repeated parameter is no path', async () => {
    const browser = aBrowser(server);
    const response = await browser.fetch(`${startUrl()}&return=//evil.example`);
    const authorize = await browser.fetch(response.headers.get('location') ?? '');
    const callback = authorize.headers.get('location') ?? '';
    expect(await comeBack(browser, callback)).toMatchObject({ path: '/', hasSession: true });
  });
});
