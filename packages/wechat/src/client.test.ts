import { describe, expect, test } from 'vitest';
import {
  CREATE,
  TOKEN,
  appSecret,
  errorOf,
  menu,
  numberedToken,
  ok,
  startClient,
} from '../test/client-harness.ts';
import type { Responder } from '../test/loopback-platform.ts';
import { createWechatClient } from './client.ts';
import { createMemoryCredentialStore } from './credentials.ts';
import { signJsApi } from './signature.ts';

const TICKET = '/cgi-bin/ticket/getticket';
const SNS = '/sns/oauth2/access_token';

describe('S20: a platform in trouble', () => {
  test('that is busy is asked again until it is not', async () => {
    const { client, platform } = await startClient({
      [TOKEN]: (request, count) =>
        count < 4 ? { errcode: -1, errmsg: 'system error' } : numberedToken(request, count),
    });
    expect(await client.getAccessToken()).toBe('T4');
    expect(platform.countOf(TOKEN)).toBe(4);
  });

  test('that stays busy is left alone after four tries', async () => {
    const { client, platform } = await startClient({
      [TOKEN]: () => ({ errcode: -1, errmsg: 'x' }),
    });
    expect(await errorOf(client.getAccessToken())).toMatchObject({ errcode: -1, retryable: true });
    expect(platform.countOf(TOKEN)).toBe(4);
  });

  test.each<[string, Responder, boolean]>([
    ['hangs', () => 'hang', true],
    ['stalls within its answer', () => 'stall', true],
    ['resets the connection', () => 'reset', true],
    ['answers HTTP 502', () => ({ raw: '<html>Bad Gateway</html>', status: 502 }), true],
    ['answers HTTP 404', () => ({ raw: '', status: 404 }), false],
    ['answers with garbage', () => ({ raw: '<html>{{{' }), true],
    ['answers with nothing', () => ({ raw: '' }), true],
    ['answers with a JSON array', () => ({ raw: '[]' }), true],
    ['answers without a token', () => ({ expires_in: 7200 }), true],
    ['answers without a lifetime', () => ({ access_token: 'T1' }), true],
    ['answers with megabytes', () => ({ raw: `"${'x'.repeat(2 ** 21)}"` }), true],
    ['redirects elsewhere', () => ({ raw: '', status: 307, location: TOKEN }), false],
  ])(
    'that %s gives a WechatError with code 0 after one try',
    async (name, responder, retryable) => {
      const timeoutMs = /hangs|stalls/.test(name) ? 200 : 10_000;
      const { client, platform } = await startClient({ [TOKEN]: responder }, timeoutMs);
      const error = await errorOf(client.getAccessToken());
      expect(error).toMatchObject({ errcode: 0, endpoint: TOKEN, retryable });
      expect(platform.countOf(TOKEN)).toBe(1);
    },
  );

  test.each([40164, 48001, 40125, 40001])('that answers %i is not asked again', async (errcode) => {
    const { client, platform } = await startClient({
      [TOKEN]: () => ({ errcode, errmsg: 'rid: 1' }),
    });
    const error = await errorOf(client.getAccessToken());
    expect(error).toMatchObject({ errcode, retryable: false });
    expect(error.message).toContain('rid: 1');
    expect(platform.countOf(TOKEN)).toBe(1);
  });

  test('cannot make errors or the log repeat a secret', async () => {
    const openid = 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY';
    const errmsg = (query: Record<string, string>) =>
      `invalid ${Object.values(query).join(' ')} ${appSecret} openid=${openid} ${openid} rid: 7`;
    const { client, log } = await startClient({
      [TOKEN]: () => ({ access_token: 'tOkEn-0123456789', expires_in: 7200 }),
      [CREATE]: ({ query }) => ({ errcode: 40018, errmsg: errmsg(query) }),
      [SNS]: ({ query }) => ({ errcode: 40029, errmsg: errmsg(query) }),
    });
    const errors = [
      await errorOf(client.createMenu(menu)),
      await errorOf(client.exchangeOAuthCode('cOdE-0123456789')),
    ];
    const text = JSON.stringify([log, errors.map((error) => [error, error.message, error.stack])]);
    expect(text).toContain('rid: 7');
    for (const secret of [appSecret, 'tOkEn-0123456789', 'cOdE-0123456789', openid]) {
      expect(text).not.toContain(secret);
    }
  });
});

describe('S1: OAuth', () => {
  test('the authorize URL has its parameters in the required order', async () => {
    const { client } = await startClient({});
    const redirectUri = 'https://q.example.com/wechat/oauth/callback?a=1&b=中';
    expect(client.authorizeUrl({ redirectUri, state: 'abc123' })).toBe(
      'https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1&redirect_uri=' +
        'https%3A%2F%2Fq.example.com%2Fwechat%2Foauth%2Fcallback%3Fa%3D1%26b%3D%E4%B8%AD' +
        '&response_type=code&scope=snsapi_base&state=abc123#wechat_redirect',
    );
    for (const state of ['', 'a b', 'a#b', 'x'.repeat(129)]) {
      expect(() => client.authorizeUrl({ redirectUri, state })).toThrow(RangeError);
    }
    expect(() => client.authorizeUrl({ redirectUri: '/x', state: 'a' })).toThrow(RangeError);
  });

  test('a code gives the openid', async () => {
    const answer = { access_token: 'A', expires_in: 7200, openid: 'OPENID', scope: 'snsapi_base' };
    const { client, platform } = await startClient({ [SNS]: () => answer });
    const identity = await client.exchangeOAuthCode('c0de');
    expect(identity).toEqual({ openId: 'OPENID', isSnapshotUser: false });
    expect(platform.seen[0]?.query).toEqual({
      appid: 'wx1',
      secret: appSecret,
      code: 'c0de',
      grant_type: 'authorization_code',
    });
  });

  test('the made-up identity of a preview page is reported as such', async () => {
    const { client } = await startClient({ [SNS]: () => ({ openid: 'O', is_snapshotuser: 1 }) });
    expect(await client.exchangeOAuthCode('c')).toEqual({ openId: 'O', isSnapshotUser: true });
  });

  test('a used code is told from an invalid one, and neither is tried again', async () => {
    for (const errcode of [40163, 40029]) {
      const { client, platform } = await startClient({ [SNS]: () => ({ errcode, errmsg: 'x' }) });
      const error = await errorOf(client.exchangeOAuthCode('c'));
      expect(error).toMatchObject({ errcode, retryable: false });
      expect(platform.countOf(SNS)).toBe(1);
    }
  });

  test('a code that cannot be one is refused without a call', async () => {
    const { client, platform } = await startClient({});
    for (const code of ['', 'a b', 'x'.repeat(513), ['a'] as unknown as string]) {
      expect(await errorOf(client.exchangeOAuthCode(code))).toMatchObject({ errcode: 40029 });
    }
    expect(platform.seen).toEqual([]);
  });
});

describe('S2: JS-SDK and menu', () => {
  test('a page is signed with the ticket, fetched once for fifty pages', async () => {
    const { client, platform } = await startClient({
      [TICKET]: () => ({ ...ok(), ticket: 'TICKET', expires_in: 7200 }),
    });
    const url = 'https://q.example.com/scan?x=1';
    const pages = Array.from({ length: 50 }, () => client.signJsApiUrl(`${url}#top`));
    for (const { signature, ...input } of await Promise.all(pages)) {
      expect(input).toMatchObject({ appId: 'wx1', timestamp: 1795348800 });
      expect(signature).toBe(signJsApi({ ...input, ticket: 'TICKET', url }));
    }
    expect(platform.countOf(TICKET)).toBe(1);
    expect(platform.seen.at(-1)?.query).toEqual({ access_token: 'T1', type: 'jsapi' });
  });

  test('the ticket is fetched with a new token when the old one is refused', async () => {
    const { client } = await startClient({
      [TICKET]: ({ query }) =>
        query.access_token === 'T1'
          ? { errcode: 40001, errmsg: 'x' }
          : { ...ok(), ticket: 'TICKET', expires_in: 7200 },
    });
    expect(await client.getJsApiTicket()).toBe('TICKET');
  });

  test('the menu is sent as plain UTF-8 and read back as it was set', async () => {
    let sent = '';
    const { client } = await startClient({
      [CREATE]: ({ body }) => {
        sent = body;
        return ok();
      },
      '/cgi-bin/menu/get': () => ({
        menu: {
          button: [
            { ...menu.button[0], sub_button: [] },
            { name: '更多', sub_button: [{ ...menu.button[0], sub_button: [] }] },
          ],
        },
      }),
    });
    await client.createMenu(menu);
    expect(sent).toContain('我的积分');
    expect(await client.getMenu()).toEqual({
      button: [menu.button[0], { name: '更多', sub_button: [menu.button[0]] }],
    });
  });

  test('no menu is null, in the log too no failure, and deleting works', async () => {
    const { client, platform, log } = await startClient({
      '/cgi-bin/menu/get': () => ({ errcode: 46003, errmsg: 'menu no exist' }),
      '/cgi-bin/menu/delete': ok,
    });
    expect(await client.getMenu()).toBeNull();
    expect(log.at(-1)).toMatchObject({ endpoint: '/cgi-bin/menu/get', outcome: 'ok' });
    await client.deleteMenu();
    expect(platform.countOf('/cgi-bin/menu/delete')).toBe(1);
  });
});

test('a client that could not work is refused when it is made', () => {
  const options = { appId: 'wx1', appSecret, credentialStore: createMemoryCredentialStore() };
  expect(() => createWechatClient({ ...options, appSecret: '' })).toThrow(RangeError);
  expect(() => createWechatClient({ ...options, apiUrl: 'api' })).toThrow(RangeError);
});
