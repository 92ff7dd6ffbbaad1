import { signJsApi, type WechatClient } from '@mashang/wechat';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshServer, wechatClientOf, type TestServer } from '../../../../test/harness.ts';
import { aBrowser, type Browser } from '../../../../test/stories/browser.ts';
import { failuresMax } from '../oauth/js-sdk-route.ts';
import { createCredentialStore } from './credential-store.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  server = await freshServer();
  browser = aBrowser(server);
});
afterAll(() => server.close());

const clientNow = async <Answer>(ask: (client: WechatClient) => Promise<Answer>) =>
  ask(await wechatClientOf(server));
const signatureFor = (url: string) => browser.call('GET /api/wechat/js-config', { query: { url } });

async function expectRightSignature(url: string) {
  const answer = await signatureFor(url);
  expect(answer.status).toBe(200);
  const { nonceStr, timestamp, signature } = answer.body as Record<string, string>;
  const ticket = await clientNow((client) => client.getJsApiTicket());
  expect(signature).toBe(
    signJsApi({ ticket, nonceStr: nonceStr ?? '', timestamp: timestamp ?? '', url }),
  );
}

describe('S2: the JS-SDK signature', () => {
  test('fits the page, its query included', async () => {
    await expectRightSignature(`${server.publicUrl}/scan?from=menu`);
  });

  test.each([
    ...[
      'https://evil.example/scan',
      'http://127.0.0.1:1/scan',
      'javascript:alert(1)',
      'no url at all',
    ],
    ...[
      '//127.0.0.1/scan',
      'http://127.0.0.1.evil.example/',
      'data:text/html,x',
      'http://user@evil/',
    ],
  ])('is refused for %s', async (url) => {
    expect(await signatureFor(url)).toMatchObject({ status: 400, body: { code: 'url_not_ours' } });
  });

  test('is refused for our address used as somebody’s user name', async () => {
    const { host } = new URL(server.publicUrl);
    expect((await signatureFor(`http://${host}@evil.example/`)).status).toBe(400);
    expect((await signatureFor(`${server.publicUrl.replace('http', 'https')}/`)).status).toBe(400);
  });

  test.each(['expireAccessTokens', 'revokeAccessTokens'] as const)(
    'is still given after the platform did %s behind our back',
    async (misfortune) => {
      await expectRightSignature(`${server.publicUrl}/scan`);
      const before = await clientNow((client) => client.getAccessToken());
      server.simulator.control[misfortune]();
      // The ticket is to be fetched anew, with the token we still believe in.
      await server.database.db
        .deleteFrom('wechatCredential')
        .where('kind', '=', 'jsapi_ticket')
        .execute();
      await expectRightSignature(`${server.publicUrl}/scan`);
      expect(await clientNow((client) => client.getAccessToken())).not.toBe(before);
    },
  );

  test('asked for by fifty pages at once, with nothing in store, is given to all', async () => {
    server.clock.advanceMs(3 * 60 * 60 * 1000);
    const all = await Promise.all(
      Array.from({ length: 50 }, () => signatureFor(`${server.publicUrl}/scan`)),
    );
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test('while WeChat is away is a 503 that says what to do instead', async () => {
    server.clock.advanceMs(3 * 60 * 60 * 1000);
    server.simulator.control.planFault({ path: '/cgi-bin/stable_token', errcode: 50002 });
    const answer = await signatureFor(`${server.publicUrl}/scan`);
    expect(answer).toMatchObject({ status: 503, body: { code: 'wechat_unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(JSON.stringify(answer.body)).not.toMatch(/secret|token/i);
    await expectRightSignature(`${server.publicUrl}/scan`);
  });

  test('S19: asked for by a stranger’s script on a bad day, costs WeChat’s daily calls only so fast', async () => {
    server.clock.advanceMs(3 * 60 * 60 * 1000);
    const path = '/cgi-bin/stable_token';
    const { control } = server.simulator;
    const asked = () => control.calls().filter(({ url }) => url.startsWith(path)).length;
    const before = asked();
    const { id } = control.planFault({ path, errcode: 40164, times: 'always' });
    for (let n = 0; n < failuresMax + 20; n += 1) {
      expect((await signatureFor(`${server.publicUrl}/scan`)).status).toBe(503);
    }
    expect(asked() - before).toBeGreaterThan(0);
    expect(asked() - before).toBeLessThanOrEqual(failuresMax);
    control.clearFaults(id);
    // Pages wait for the minute to end; whoever works for head office, or another process, does not.
    expect(await clientNow((client) => client.getAccessToken())).not.toBe('');
  });
});

describe('S19: credentials in the database', () => {
  test('are sealed: neither token nor ticket is in the table in any form', async () => {
    const token = await clientNow((client) => client.getAccessToken());
    const ticket = await clientNow((client) => client.getJsApiTicket());
    expect([token.length > 20, ticket.length > 20]).toEqual([true, true]);
    const { rows } = await sql<{ text: string }>`
      select wechat_credential::text as text from wechat_credential`.execute(server.database.db);
    const dump = rows.map(({ text }) => text).join('\n');
    expect(rows).toHaveLength(2);
    for (const secret of [token, ticket]) {
      for (const encoding of ['utf8', 'hex', 'base64'] as const) {
        expect(dump).not.toContain(Buffer.from(secret).toString(encoding).slice(0, 16));
      }
    }
  });

  test('are shared by processes that have the key, and closed to those that have not', async () => {
    const { db } = server.database;
    const { appId } = server.wechatAccount;
    const token = await clientNow((client) => client.getAccessToken());
    const neighbour = createCredentialStore(db, server.masterKey, appId);
    expect((await neighbour.read('access_token'))?.value).toBe(token);
    const thief = createCredentialStore(db, Buffer.alloc(32, 7), appId);
    await expect(thief.read('access_token')).rejects.toThrow();
    const other = createCredentialStore(db, server.masterKey, 'wx-another');
    expect(await other.read('access_token')).toBeNull();
  });

  test('a refused token is forgotten only while it is the stored one', async () => {
    const { appId } = server.wechatAccount;
    const store = createCredentialStore(server.database.db, server.masterKey, appId);
    const expiresAt = new Date(server.clock.now().getTime() + 7_200_000);
    await store.write('access_token', { value: 'newer', expiresAt });
    await store.expire('access_token', 'older');
    expect(await store.read('access_token')).toEqual({ value: 'newer', expiresAt });
    await store.expire('access_token', 'newer');
    expect(await store.read('access_token')).toBeNull();
  });
});
