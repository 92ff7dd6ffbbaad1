import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signJsApi } from '@mashang/wechat';
import { expect, onTestFinished, test } from 'vitest';
import type { Simulator } from '../src/index.ts';
import { createSimulator, SimulatorOptionsError } from '../src/index.ts';
import { accessToken, account, aCallbackServer, aSimulator, callApi } from './harness.ts';

const pages = 'http://127.0.0.1:8080';
const callback = { callbackUrl: `${pages}/wechat/callback` };

async function check(simulator: Simulator, url: string, change: Record<string, string> = {}) {
  const token = await accessToken(simulator);
  const { ticket } = await callApi(
    simulator,
    `/cgi-bin/ticket/getticket?access_token=${token}&type=jsapi`,
  );
  const signed = { nonceStr: 'n0nce', timestamp: '1714112445' };
  const signature = signJsApi({ ...signed, ticket: String(ticket), url });
  const body = { appId: account.appId, ...signed, signature, url, firstUrl: url, ...change };
  return (await callApi(simulator, '/open/js/verify', body))['errMsg'];
}

test('wx.config is believed only for the signed page, the current ticket and this account', async () => {
  const simulator = await aSimulator(callback);
  expect(await check(simulator, `${pages}/scan?x=1`)).toBe('config:ok');
  const other = { url: `${pages}/points` };
  expect(await check(simulator, `${pages}/scan`, other)).toBe('config:invalid signature');
  const signature = { signature: '0'.repeat(40) };
  expect(await check(simulator, `${pages}/scan`, signature)).toBe('config:invalid signature');
  expect(await check(simulator, `${pages}/scan`, { appId: 'wx0' })).toBe('config:invalid appid');
  expect(await check(simulator, 'http://127.0.0.1:1/')).toBe('config:invalid url domain');
});

test('a page in snapshot mode has no JS-SDK', async () => {
  const simulator = await aSimulator(callback);
  simulator.control.changeUser('a', { snapshot: true });
  expect(await check(simulator, `${pages}/scan`)).toBe('config:fail');
});

test('a signature made with a ticket that was replaced is refused', async () => {
  const simulator = await aSimulator(callback);
  const url = `${pages}/scan`;
  const signature = signJsApi({ ticket: 'old', nonceStr: 'n0nce', timestamp: '1714112445', url });
  expect(await check(simulator, url, { signature })).toBe('config:invalid signature');
});

test('iOS checks the first address of the page, Android the current one', async () => {
  const simulator = await aSimulator(callback);
  const url = `${pages}/scan`;
  const firstUrl = `${pages}/`;
  expect(await check(simulator, url, { firstUrl })).toBe('config:ok');
  simulator.control.setDevice('ios');
  expect(await check(simulator, url, { firstUrl })).toBe('config:invalid signature');
});

test('the JS-SDK script is served as a script', async () => {
  const simulator = await aSimulator();
  const response = await simulator.app.inject('/open/js/jweixin-1.6.0.js');
  expect(response.headers['content-type']).toContain('text/javascript');
  expect(response.body).toContain('scanQRCode');
});

test('SMS and shelf arrive on the phone', async () => {
  const simulator = await aSimulator();
  const post = (url: string, payload: object) =>
    simulator.app.inject({ method: 'POST', url, payload });
  const sms = { mobile: '15400000001', text: '验证码 123456' };
  expect((await post('/simulator/sms', sms)).statusCode).toBe(204);
  const bottles = [
    { label: '酱油', text: 'HTTPS://Q.BRAND.CN/C/1', note: '已激活' },
    { label: 'b', text: 'c' },
  ];
  expect((await post('/simulator/shelf', { bottles })).statusCode).toBe(204);
  expect((await post('/simulator/shelf', { bottles: [{ label: 1 }] })).statusCode).toBe(400);
  expect((await post('/simulator/sms', { mobile: '' })).statusCode).toBe(400);
  const state = (await simulator.app.inject('/phone/state')).json<Record<string, unknown>>();
  expect(state).toMatchObject({ shelf: bottles, sms: [sms], account: { name: '码上积分' } });
  expect(simulator.control.smsOutbox()).toMatchObject([sms]);
});

test('what the phone does reaches the account: follow, menu click, scan, text, unfollow', async () => {
  const server = await aCallbackServer((_request, response) => response.end(''));
  const simulator = await aSimulator({ callbackUrl: server.url });
  const headers = { cookie: 'wechat_simulator_user=c' };
  const act = async (url: string, payload = {}) => {
    const response = await simulator.app.inject({ method: 'POST', url, payload, headers });
    expect(response.statusCode).toBe(202);
  };
  await act('/phone/follow');
  expect(simulator.control.users()[2]?.following).toBe(true);
  await act('/phone/click', { key: 'K' });
  await act('/phone/view', { url: `${pages}/points` });
  await act('/phone/scan', {
    kind: 'scancode_push',
    key: 'K',
    scanType: 'barcode',
    scanResult: 'EAN_13,6911316223400',
  });
  await act('/phone/text', { content: '你好' });
  await act('/phone/unfollow');
  await expect.poll(() => server.requests.length).toBe(6);
  const kinds = simulator.control.pushes().map((push) => push.event.kind);
  expect(kinds).toEqual(['subscribe', 'CLICK', 'VIEW', 'scancode_push', 'text', 'unsubscribe']);
  expect(simulator.control.users()[2]?.following).toBe(false);
});

test('another user of the phone has another openid and none of the last one’s page sessions', async () => {
  const simulator = await aSimulator({ webViewCookies: ['member'] });
  const response = await simulator.app.inject({
    method: 'POST',
    url: '/phone/user',
    payload: { id: 'b' },
    headers: { cookie: 'wechat_simulator_user=a; member=1; staff=2' },
  });
  const cookies = response.cookies.map(({ name, value }) => [name, value]);
  expect(cookies).toEqual([
    ['member', ''],
    ['wechat_simulator_user', 'b'],
  ]);
  const openIds = simulator.control.users().map((user) => user.openId);
  expect(new Set(openIds).size).toBe(3);
  expect(openIds.every((openId) => /^o[\w-]{27}$/.test(openId))).toBe(true);
});

test('the phone remembers its chats across restarts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wechat-simulator-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const stateFile = join(folder, 'state.json');
  const first = await createSimulator({ ...account, stateFile });
  first.control.sendSms('15400000001', '你好');
  await first.control.pushEvent('b', { kind: 'text', content: '在吗' });
  await first.close();
  expect(JSON.parse(readFileSync(stateFile, 'utf8'))).toHaveProperty('version', 1);
  const second = await aSimulator({ stateFile });
  expect(second.control.messages('b')[0]).toMatchObject({ text: '在吗' });
  expect(second.control.smsOutbox()).toHaveLength(1);
});

test('only this machine is served: loopback addresses and loopback names', async () => {
  await expect(createSimulator({ ...account, host: '0.0.0.0' })).rejects.toThrow(
    SimulatorOptionsError,
  );
  const simulator = await aSimulator();
  const response = await simulator.app.inject({
    url: '/phone/state',
    headers: { host: 'evil.example' },
  });
  expect(response.statusCode).toBe(421);
});

test('a test can push through the control endpoint and is told what is missing', async () => {
  const server = await aCallbackServer((_request, response) => response.end('success'));
  const simulator = await aSimulator({ callbackUrl: server.url });
  const push = (payload: object) =>
    simulator.app.inject({ method: 'POST', url: '/simulator/push', payload });
  expect((await push({ user: 'a', kind: 'subscribe' })).json()).toMatchObject({
    outcome: 'silent',
  });
  expect((await push({ user: 'a', kind: 'CLICK' })).statusCode).toBe(400);
  expect((await push({ user: 'a', kind: 'toString' })).statusCode).toBe(400);
  expect((await simulator.app.inject('/simulator/pushes')).json()).toHaveProperty(
    'pushes.length',
    1,
  );
});
