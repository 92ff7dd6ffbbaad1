import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aBatch, aMobile } from '../../../../test/factories.ts';
import { freshServer } from '../../../../test/harness.ts';
import { aBrowser, bindMobile } from '../../../../test/stories/browser.ts';
import {
  callbackUrl,
  envelope,
  openReply,
  scanMessage,
  sha1,
  signPush,
} from '../../../../test/stories/push.ts';
let server;
let batch;
let openId;
beforeAll(async () => {
  server = await freshServer();
  batch = await aBatch(server);
  openId = server.simulator.control.users()[0]?.openId ?? '';
  const browser = aBrowser(server);
  await browser.open(`${server.publicUrl}/wechat/oauth/start?return=/scan`);
  await bindMobile(server, browser, aMobile());
});
afterAll(() => server.close());
beforeEach(() => server.clock.advanceMs(1000));
async function post(url, body, contentType = 'text/xml') {
  const headers = { 'content-type': contentType };
  const response = await fetch(url, { method: 'POST', body: body, headers });
  return { status: response.status, text: await response.text(), headers: response.headers };
}
const scanOf = (serial) => scanMessage(openId, batch.code(serial), server.clock.now());
async function expectNothingCredited() {
  const claims = await server.database.db.selectFrom('claim').select('codeId').execute();
  const accounts = await server.database.db.selectFrom('pointsAccount').select('balance').execute();
  expect(claims).toEqual([]);
  expect(accounts.map(({ balance }) => balance)).toEqual([0]);
}
describe('S19: the console’s echo', () => {
  const echo = (forged = {}) => {
    const timestamp = String(Math.floor((forged.at ?? server.clock.now()).getTime() / 1000));
    const nonce = '99';
    const signature = sha1([forged.token ?? server.wechatAccount.token, timestamp, nonce]);
    const echostr = forged.echostr ?? '5838479218127813673';
    return fetch(callbackUrl(server, { signature, timestamp, nonce, echostr }));
  };
  test('is returned as plain text when the signature fits, even if it is a script', async () => {
    expect(await server.simulator.control.verifyCallbackUrl()).toMatchObject({ ok: true });
    const script = await echo({ echostr: '<script>alert(1)</script>' });
    expect(script.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(script.headers.get('x-content-type-options')).toBe('nosniff');
  });
  test.each([
    ['a wrong signature', { token: 'guessed' }],
    ['a time before the window', { at: new Date(Date.now() - 301_000) }],
    ['a time after the window', { at: new Date(Date.now() + 400_000) }],
    ['an endless echo', { echostr: '7'.repeat(5000) }],
  ])('with %s is never reflected', async (_name, forged) => {
    const response = await echo({ echostr: 'reflect-me', ...forged });
    expect(response.status).toBe(403);
    expect(await response.text()).toBe('');
  });
  test('with any parameter repeated, absent or nested is 403, not an error', async () => {
    const good = 'signature=a&timestamp=1&nonce=1&echostr=e';
    for (const query of [
      `${good}&echostr=f`,
      `${good}&signature=b`,
      '',
      'echostr=e',
      'echostr[]=e',
    ]) {
      const response = await fetch(`${server.publicUrl}/wechat/callback?${query}`);
      expect([query, response.status, await response.text()]).toEqual([query, 403, '']);
    }
  });
});
describe('S19: a push that is not WeChat’s credits nothing', () => {
  test('an unsigned plain event is refused: the mode is ours, not the request’s', async () => {
    const plain = scanOf(1);
    expect(await post(callbackUrl(server, {}), plain)).toMatchObject({ status: 403, text: '' });
    const { query } = signPush(server, plain);
    const { signature = '', timestamp = '', nonce = '' } = query;
    const plainQuery = { signature, timestamp, nonce, openid: 'o1' };
    expect((await post(callbackUrl(server, plainQuery), plain)).status).toBe(403);
    expect((await post(callbackUrl(server, { ...query, encrypt_type: 'raw' }), plain)).status).toBe(
      403,
    );
    await expectNothingCredited();
  });
  test('a plain event smuggled beside the ciphertext is not believed', async () => {
    const { url, body } = signPush(server, scanMessage('o-stranger', batch.code(1)));
    const smuggled = body.replace('<xml>', scanOf(1).replace('</xml>', ''));
    const answer = await post(url, smuggled);
    expect([200, 400]).toContain(answer.status);
    await expectNothingCredited();
  });
  test('a valid signature with another body is refused', async () => {
    const first = signPush(server, scanMessage('o-stranger', 'x'));
    const second = signPush(server, scanOf(1), { token: 'guessed' });
    expect((await post(first.url, second.body)).status).toBe(403);
    await expectNothingCredited();
  });
  test.each([
    ['another token', { token: 'guessed' }, 403],
    ['another account’s app id', { appId: 'wxfedcba9876543210' }, 403],
    ['a time 301 s ago', { at: new Date(Date.now() - 330_000) }, 403],
    ['a time ahead', { at: new Date(Date.now() + 400_000) }, 403],
  ])('a push with %s is refused', async (_name, forged, status) => {
    const { url, body } = signPush(server, scanOf(1), forged);
    expect(await post(url, body)).toMatchObject({ status, text: '' });
    await expectNothingCredited();
  });
  test('a truncated or altered ciphertext is refused although its signature fits', async () => {
    const { query, body } = signPush(server, scanOf(1));
    const encrypt = /CDATA\[([A-Za-z0-9+/=]+)\]\]><\/Encrypt/.exec(body)?.[1] ?? '';
    const bad = [encrypt.slice(0, 64), encrypt.slice(0, -8), encrypt.slice(4), 'AAAA', '*', 'é'];
    for (const cut of [...bad, encrypt.replace(/^..../, 'AAAA').slice(0, -44)]) {
      const { timestamp = '', nonce = '' } = query;
      const signature = sha1([server.wechatAccount.token, timestamp, nonce, cut]);
      const url = callbackUrl(server, { ...query, msg_signature: signature });
      expect([cut.length, (await post(url, envelope(cut))).status]).toEqual([cut.length, 400]);
    }
    await expectNothingCredited();
  });
  test('repeated query parameters are refused, not an error', async () => {
    const { url, body } = signPush(server, scanOf(1));
    for (const extra of ['timestamp=1', 'msg_signature=x', 'nonce=1', 'openid=o2', 'openid=o3']) {
      expect([extra, (await post(`${url}&${extra}`, body)).status]).toEqual([extra, 403]);
    }
    await expectNothingCredited();
  });
});
describe('S19: the body of a push', () => {
  test.each([
    ['a DOCTYPE', '<!DOCTYPE xml><xml><Encrypt>x</Encrypt></xml>'],
    ['an entity', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><E>&e;</E></xml>'],
  ])('with %s is 400, outside and inside the ciphertext', async (_name, xml) => {
    const { url } = signPush(server, scanOf(1));
    expect((await post(url, xml)).status).toBe(400);
    const inside = signPush(server, xml);
    expect((await post(inside.url, inside.body)).status).toBe(400);
  });
  test('over 64 KiB is 413, announced or not', async () => {
    const { url } = signPush(server, scanOf(1));
    expect((await post(url, 'x'.repeat(64 * 1024 + 1))).status).toBe(413);
    expect(await postChunked(url, 'x'.repeat(10_000), 20)).toBe(413);
  });
  test.each([
    '',
    'not xml',
    '<xml>',
    '{}',
    '\u0000',
    '<xml></xml>',
    '<xml><Encrypt></Encrypt></xml>',
  ])('%j is refused with 400 or 403, not an error', async (body) => {
    const { url } = signPush(server, scanOf(1));
    expect([400, 403]).toContain((await post(url, body)).status);
  });
  test('that is not UTF-8 is 400', async () => {
    const { url } = signPush(server, scanOf(1));
    expect((await post(url, new Uint8Array([0x3c, 0xff, 0xfe, 0x3e]))).status).toBe(400);
  });
  test.each(['text/xml', 'application/json', 'application/x-www-form-urlencoded', 'a/b'])(
    'is read as bytes whatever type it claims: %s',
    async (contentType) => {
      const { url, body } = signPush(server, scanMessage('o-new', batch.code(1)));
      const answer = await post(url, body, contentType);
      expect(openReply(server, answer.text)).toContain('第一次积分需要绑定手机号');
    },
  );
});
/** Sends chunks without saying how many; the status of the answer. */
function postChunked(url, chunk, times) {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: 'POST' }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
    for (let n = 0; n < times; n += 1) request.write(chunk);
    request.end();
  });
}
