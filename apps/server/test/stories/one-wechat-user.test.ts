import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { policyVersion } from '@mashang/contract';
import { aBatch, aMobile } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import { aBrowser, bindMobile, newestSmsCode, type Browser } from './browser.ts';

/** The journeys of people with two WeChat accounts, and of computers signed in by phones. */
let server: TestServer;
beforeAll(async () => {
  server = await freshServer();
});
afterAll(() => server.close());

const phoneOf = (index: number) => server.simulator.control.users()[index]?.id ?? '';

/** The web view of one of the simulator's phones, signed in by OAuth. */
async function aWebView(userId: string): Promise<Browser> {
  const browser = aBrowser(server);
  browser.cookies.set('wechat_simulator_user', { value: userId, path: '/' });
  await browser.open(`${server.publicUrl}/wechat/oauth/start?return=/bind`);
  return browser;
}

async function scanBottle(userId: string, code: string): Promise<string> {
  server.clock.advanceMs(1000);
  const record = await server.simulator.control.pushEvent(userId, {
    ...{ kind: 'scancode_waitmsg', key: 'SCAN_POINTS', scanType: 'qrcode' },
    scanResult: `${server.publicUrl}/C/${code}`,
  });
  return record.reply?.kind === 'text' ? record.reply.text : '';
}

const stateOf = async (browser: Browser) =>
  (await browser.call('GET /api/session')).body as { state: string };

describe('S3: one person, two WeChat accounts, one number', () => {
  test('the second is told, moves the number with the code in hand, and the first learns why', async () => {
    const mobile = aMobile();
    const batch = await aBatch(server);
    const [old, present] = [await aWebView(phoneOf(0)), await aWebView(phoneOf(1))];
    await bindMobile(server, old, mobile);
    expect(await scanBottle(phoneOf(0), batch.code(1))).toContain('恭喜您，积分成功');

    server.clock.advanceMs(61_000);
    const asked = { mobile, agreedPolicyVersion: policyVersion };
    await present.call('POST /api/sms-codes', { body: asked });
    const proof = { mobile, smsCode: newestSmsCode(server, mobile) };
    expect(await present.call('POST /api/bindings', { body: proof })).toMatchObject({
      status: 409,
      body: { code: 'wechat_already_bound' },
    });
    expect(await stateOf(old)).toMatchObject({ state: 'member' });
    const moved = await present.call('POST /api/bindings', {
      body: { ...proof, moveWechat: true },
    });
    expect(moved).toMatchObject({ status: 200, body: { isNew: false, member: { balance: 10 } } });

    expect(await stateOf(old)).toMatchObject({ state: 'anonymous' });
    expect(await scanBottle(phoneOf(1), batch.code(2))).toContain('当前积分 20 分');
    const told = await scanBottle(phoneOf(0), batch.code(3));
    expect(told).toContain('改绑到另一个微信');
    expect(told).toContain(`/bind?to=${encodeURIComponent(`/C/${batch.code(3)}`)}`);
    expect(await stateOf(await aWebView(phoneOf(0)))).toMatchObject({
      state: 'wechatUnbound',
      movedAwayAt: expect.any(String) as string,
    });
  });

  test('who unfollows and follows again is still bound, and loses nothing', async () => {
    const { control } = server.simulator;
    const before = await stateOf(await aWebView(phoneOf(1)));
    await control.pushEvent(phoneOf(1), { kind: 'unsubscribe' });
    expect(await stateOf(await aWebView(phoneOf(1)))).toEqual(before);
    await control.pushEvent(phoneOf(1), { kind: 'subscribe' });
    expect(await stateOf(await aWebView(phoneOf(1)))).toEqual(before);
    expect(before).toMatchObject({ state: 'member', member: { balance: 20 } });
  });
});

describe('S7: a computer is signed in by the phone', () => {
  test('scan, open the link of the chat, agree: the computer is in, without a password', async () => {
    const desktop = aBrowser(server);
    const shown = (await desktop.call('POST /api/scan-sign-ins', { body: {} })).body as {
      signInToken: string;
      qrUrl: string;
      checkDigits: string;
    };
    const { push } = await server.simulator.control.scanQr(phoneOf(1), shown.qrUrl);
    const text = push?.reply?.kind === 'text' ? push.reply.text : '';
    const confirmToken = /\/sign-in#([\w-]{43})"/.exec(text)?.[1] ?? '';
    const phone = await aWebView(phoneOf(1));
    const look = await phone.call('POST /api/me/scan-sign-ins', { body: { confirmToken } });
    expect(look).toMatchObject({
      body: { state: 'scanned', checkDigits: shown.checkDigits, province: null },
    });
    const body = { confirmToken, agree: true };
    const agreed = await phone.call('POST /api/me/scan-sign-ins/answers', { body });
    expect(agreed.body).toEqual({ state: 'agreed' });
    const { signInToken } = shown;
    const done = await desktop.call('POST /api/scan-sign-ins/state', { body: { signInToken } });
    expect(done.body).toEqual({ state: 'signedIn' });
    expect(await stateOf(desktop)).toMatchObject({
      state: 'member',
      member: { hasPassword: false },
    });
  });

  test('when WeChat does not answer, the page is told so and has other ways in', async () => {
    server.simulator.control.planFault({
      path: '/cgi-bin/qrcode/create',
      times: 10,
      errcode: 45009,
    });
    const refused = await aBrowser(server).call('POST /api/scan-sign-ins', { body: {} });
    expect(refused).toMatchObject({ status: 503, body: { code: 'wechat_unavailable' } });
  });
});
