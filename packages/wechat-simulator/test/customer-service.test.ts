import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryCredentialStore, createWechatClient } from '@mashang/wechat';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSimulator } from '../src/index.ts';
import type { PhoneEvent, Simulator, SimulatorOptions } from '../src/index.ts';
import { accessToken, account, aCallbackServer, aClock, aSimulator, callApi } from './harness.ts';

const SEND = '/cgi-bin/message/custom/send';
const hello: PhoneEvent = { kind: 'text', content: '你好' };
const scan: PhoneEvent = {
  kind: 'scancode_waitmsg',
  key: 'SCAN_POINTS',
  scanType: 'qrcode',
  scanResult: 'HTTPS://Q.BRAND.CN/C/A',
};

/** A simulator whose account answers nothing, and the ways to act and to write. */
async function aChat(options: Partial<SimulatorOptions> = {}) {
  const clock = aClock();
  const server = await aCallbackServer((_request, response) => response.end('success'));
  const simulator = await aSimulator({ now: clock.now, callbackUrl: server.url, ...options });
  const write = async (user = 'a', content = '您的礼品已发货') => {
    const touser = simulator.control.users().find(({ id }) => id === user)?.openId;
    const body = { touser, msgtype: 'text', text: { content } };
    return Number((await send(simulator, body))['errcode']);
  };
  const act = (event: PhoneEvent, user = 'a') => simulator.control.pushEvent(user, event);
  const texts = (user = 'a') =>
    simulator.control
      .messages(user)
      .filter(({ from }) => from === 'account')
      .map(({ text }) => text);
  return { simulator, clock, write, act, texts };
}

async function send(simulator: Simulator, body: unknown) {
  return callApi(simulator, `${SEND}?access_token=${await accessToken(simulator)}`, body);
}

describe('S16: what the account writes unasked', () => {
  test('stands in the chat of that user and of nobody else, and open phones are told', async () => {
    const { simulator, write, act, texts } = await aChat();
    await act(hello);
    const base = await simulator.listen();
    const events = await fetch(`${base}/phone/events`);
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect(await write('a', '您的礼品已发货 🎁')).toBe(0);
    let heard = '';
    while (!heard.includes('changed')) heard += (await reader?.read())?.value ?? '';
    expect(texts('a')).toEqual(['您的礼品已发货 🎁']);
    expect(texts('b')).toEqual([]);
  });

  test('goes to somebody who wrote, scanned or tapped; opening a page is not enough', async () => {
    const { write, act } = await aChat();
    expect(await write('a')).toBe(45015);
    await act({ kind: 'VIEW', url: 'http://127.0.0.1:9/points', menuId: '1' });
    expect(await write('a')).toBe(45015);
    await act(scan);
    expect(await write('a')).toBe(0);
    await act({ kind: 'CLICK', key: 'HELP' }, 'b');
    expect(await write('b')).toBe(0);
  });

  test('ends 48 hours after the last deed', async () => {
    const { clock, write, act } = await aChat();
    await act(hello);
    clock.advanceSeconds(48 * 60 * 60 - 1);
    expect(await write()).toBe(0);
    clock.advanceSeconds(1);
    expect(await write()).toBe(45015);
    await act(hello);
    expect(await write()).toBe(0);
  });

  test('is five messages, and five more after the next deed', async () => {
    const { write, act, texts } = await aChat();
    await act(hello);
    const codes = await Promise.all(Array.from({ length: 50 }, () => write()));
    expect(codes.filter((code) => code === 0)).toHaveLength(5);
    expect(codes.filter((code) => code === 45047)).toHaveLength(45);
    expect(texts()).toHaveLength(5);
    await act(hello);
    expect(await write()).toBe(0);
  });

  test('does not reach who does not follow, nor who has left', async () => {
    const { write, act } = await aChat();
    await act(hello, 'c');
    expect(await write('c')).toBe(43004);
    await act(hello);
    await act({ kind: 'unsubscribe' });
    expect(await write('a')).toBe(43004);
    await act({ kind: 'subscribe' });
    expect(await write('a')).toBe(0);
  });

  test('is three within a minute of a tap, beside the window of a message', async () => {
    const { clock, write, act } = await aChat();
    await act(scan);
    for (const code of [0, 0, 0, 45047]) expect(await write()).toBe(code);
    await act({ kind: 'subscribe' }, 'b');
    clock.advanceSeconds(60);
    expect(await write('b')).toBe(45015);
    await act(hello);
    await act(scan);
    for (const code of [0, 0, 0]) expect(await write()).toBe(code);
    clock.advanceSeconds(60);
    for (const code of [0, 0, 0, 0, 0, 45047]) expect(await write()).toBe(code);
  });

  test('is five in 48 hours after a tap too when the demo asks for it', async () => {
    const { clock, write, act } = await aChat({ strictChatWindow: false });
    await act(scan);
    clock.advanceSeconds(3600);
    for (const code of [0, 0, 0, 0, 0, 45047]) expect(await write()).toBe(code);
  });
});

describe('S16: what is no text to a user', () => {
  test.each([
    ['no JSON', 'not JSON', 47001],
    ['a list', [], 40003],
    ['a stranger', { touser: 'o-nobody', msgtype: 'text', text: { content: 'x' } }, 40003],
    ['a number as receiver', { touser: 7, msgtype: 'text', text: { content: 'x' } }, 40003],
    ['a picture', { msgtype: 'image', image: { media_id: '1' } }, 40008],
    ['no text', { msgtype: 'text' }, 44004],
    ['an empty text', { msgtype: 'text', text: { content: '' } }, 44004],
    ['a list as text', { msgtype: 'text', text: { content: ['x'] } }, 44004],
    ['2049 bytes', { msgtype: 'text', text: { content: '字'.repeat(683) } }, 45002],
  ])('as %s is refused', async (_shape, body, errcode) => {
    const { simulator, act, texts } = await aChat();
    await act(hello);
    const touser = simulator.control.users()[0]?.openId;
    const isForUser = typeof body === 'object' && 'msgtype' in body;
    const sent = isForUser ? { touser, ...body } : body;
    expect(await send(simulator, sent)).toMatchObject({ errcode });
    expect(texts()).toEqual([]);
  });

  test('needs the token of the account', async () => {
    const { simulator, act } = await aChat();
    await act(hello);
    for (const [token, errcode] of [
      ['', 41001],
      ['x', 40014],
      ['A'.repeat(40), 40001],
    ] as const) {
      const answer = await callApi(simulator, `${SEND}?access_token=${token}`, {});
      expect(answer).toMatchObject({ errcode });
    }
  });
});

test('S16: the client of the product writes through an expired token and hears each refusal', async () => {
  const { simulator, act, texts } = await aChat({ port: 0 });
  const url = await simulator.listen();
  const { appId, appSecret } = account;
  const credentialStore = createMemoryCredentialStore();
  const client = createWechatClient({ appId, appSecret, apiUrl: url, credentialStore });
  const openId = simulator.control.users()[0]?.openId ?? '';
  await expect(client.sendCustomerServiceText(openId, '一')).rejects.toMatchObject({
    errcode: 45015,
    retryable: false,
  });
  await act(hello);
  await client.sendCustomerServiceText(openId, '二');
  simulator.control.expireAccessTokens();
  await client.sendCustomerServiceText(openId, '三');
  simulator.control.revokeAccessTokens();
  await client.sendCustomerServiceText(openId, '四');
  expect(texts()).toEqual(['二', '三', '四']);
});

test('a state file of a former version opens, and windows survive a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wechat-simulator-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const stateFile = join(folder, 'state.json');
  const first = await aChat({ stateFile });
  await first.act(hello);
  await first.simulator.close();
  const { now } = first.clock;
  const second = await aSimulator({ stateFile, now });
  const [user] = second.control.users();
  const text = { touser: user?.openId, msgtype: 'text', text: { content: '在' } };
  expect(await send(second, text)).toMatchObject({ errcode: 0 });
  await second.close();
  const state = JSON.parse(readFileSync(stateFile, 'utf8')) as Record<string, unknown>;
  const users = state['users'] as Record<string, unknown>[];
  const kept = ['version', 'accessTokens', 'ticket', 'forcedRefreshesAt', 'menu', 'menuId', 'sms'];
  const former = {
    ...Object.fromEntries([...kept, 'shelf', 'lastNumber'].map((name) => [name, state[name]])),
    users: users.map(({ id, name, openId, following, snapshot, messages }) => ({
      ...{ id, name, openId, following, snapshot, messages },
    })),
  };
  writeFileSync(stateFile, JSON.stringify(former));
  const third = await createSimulator({ ...account, stateFile, now });
  onTestFinished(() => third.close());
  expect(await send(third, text)).toMatchObject({ errcode: 45015 });
  expect(third.control.messages('a')).toMatchObject([{ text: '你好' }, { text: '在' }]);
  expect(third.control.users()[0]).toMatchObject({ consents: {}, deliveryReport: 'success' });
  expect(third.control.templates().length).toBeGreaterThan(0);
});
