import { createMemoryCredentialStore, createWechatClient } from '@mashang/wechat';
import { createSimulator } from '@mashang/wechat-simulator';
import type { Simulator } from '@mashang/wechat-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestClock } from '../../../test/test-clock.ts';
import { createChatSender } from './index.ts';
import type { SendChatText } from './index.ts';

const path = '/cgi-bin/message/custom/send';
const account = { appId: 'wx0123456789abcdef', appSecret: 'a-secret-of-the-tests' };
const clock = createTestClock();

let simulator: Simulator;
let sendChatText: SendChatText;
beforeAll(async () => {
  simulator = await createSimulator({
    ...account,
    token: 'AAAAA',
    encodingAesKey: 'A'.repeat(43),
    originalId: 'gh_97417a04a28d',
    // Nobody answers there: what the user does counts for the chat all the same.
    callbackUrl: 'http://127.0.0.1:9/wechat/callback',
    port: 0,
    now: () => clock.now(),
  });
  const client = createWechatClient({
    ...account,
    apiUrl: await simulator.listen(),
    credentialStore: createMemoryCredentialStore(),
    now: () => clock.now(),
    timeoutMs: 2_000,
    backoffMs: 1,
  });
  sendChatText = createChatSender(client);
});
afterAll(() => simulator.close());

const openIdOf = (id: string) =>
  simulator.control.users().find((user) => user.id === id)?.openId ?? '';
const texts = (id: string) =>
  simulator.control
    .messages(id)
    .filter(({ from }) => from === 'account')
    .map(({ text }) => text);

test('S16: a text reaches the chat of a follower who was active, as often as WeChat allows', async () => {
  const openId = openIdOf('a');
  const late = { outcome: 'undeliverable', reason: 'windowClosed' };
  expect(await sendChatText(openId, '早了')).toEqual(late);
  await simulator.control.pushEvent('a', { kind: 'text', content: '你好' });
  for (let count = 1; count <= 5; count += 1) {
    expect(await sendChatText(openId, `第 ${count} 条`)).toEqual({ outcome: 'sent' });
  }
  expect(await sendChatText(openId, '多了')).toEqual({
    outcome: 'undeliverable',
    reason: 'tooMany',
  });
  clock.advanceMs(48 * 60 * 60 * 1000);
  expect(await sendChatText(openId, '晚了')).toEqual(late);
  expect(texts('a')).toEqual([1, 2, 3, 4, 5].map((count) => `第 ${count} 条`));
});

test('S16: who does not follow, is unknown, or is told too much is an outcome, no error', async () => {
  await simulator.control.pushEvent('b', { kind: 'text', content: '你好' });
  const reasonOf = async (openId: string, text: string) => {
    const delivery = await sendChatText(openId, text);
    return delivery.outcome === 'undeliverable' ? delivery.reason : delivery.outcome;
  };
  expect(await reasonOf(openIdOf('c'), '好')).toBe('notFollowing');
  expect(await reasonOf('o-nobody', '好')).toBe('unknownReceiver');
  expect(await reasonOf(openIdOf('b'), '')).toBe('contentRefused');
  expect(await reasonOf(openIdOf('b'), '字'.repeat(683))).toBe('contentRefused');
  for (const errcode of [48002, 43019]) {
    simulator.control.planFault({ path, errcode });
    expect(await reasonOf(openIdOf('b'), '好')).toBe('refused');
  }
  expect(texts('b')).toEqual([]);
});

test.each([
  ['the platform is busy', { errcode: -1, times: 4 }],
  ['the minute is full', { errcode: 45011 }],
  ['the day is full', { errcode: 45009 }],
  ['the server’s address is not allowed', { errcode: 40164 }],
  ['the account lacks the API', { errcode: 48001 }],
  ['the connection breaks', { drop: true }],
  ['the answer is nonsense', { body: '<html>' }],
])('S16: when %s, it throws and a later try delivers', async (_name, fault) => {
  await simulator.control.pushEvent('b', { kind: 'text', content: '你好' });
  const before = texts('b').length;
  simulator.control.planFault({ path, ...fault });
  await expect(sendChatText(openIdOf('b'), '好')).rejects.toThrow();
  expect(await sendChatText(openIdOf('b'), '好')).toEqual({ outcome: 'sent' });
  expect(texts('b')).toHaveLength(before + 1);
});
