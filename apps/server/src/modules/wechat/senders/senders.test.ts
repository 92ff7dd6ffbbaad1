import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createMemoryCredentialStore, createWechatClient } from '@mashang/wechat';
import type { WechatClient } from '@mashang/wechat';
import { createSimulator } from '@mashang/wechat-simulator';
import type { Simulator } from '@mashang/wechat-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestClock } from '../../../../test/test-clock.ts';
import { createSenders } from '../index.ts';
import type { Delivery, Senders } from '../index.ts';

const path = '/cgi-bin/message/custom/send';
const account = { appId: 'wx0123456789abcdef', appSecret: 'a-secret-of-the-tests' };
const clock = createTestClock();

let simulator: Simulator;
let client: WechatClient;
let senders: Senders;
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
  client = clientAt(await simulator.listen());
  senders = createSenders(client);
});
afterAll(() => simulator.close());

function clientAt(apiUrl: string, credentialStore = createMemoryCredentialStore()): WechatClient {
  return createWechatClient({
    ...{ ...account, apiUrl, credentialStore },
    now: () => clock.now(),
    timeoutMs: 2_000,
    backoffMs: 1,
  });
}

/** An address nobody listens at. */
async function nobodyListens(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return `http://127.0.0.1:${port}`;
}

const openIdOf = (id: string) =>
  simulator.control.users().find((user) => user.id === id)?.openId ?? '';
const sendChatText = (id: string, text: string) => senders.sendChatText(openIdOf(id), text);
const texts = (id: string) =>
  simulator.control
    .messages(id)
    .filter(({ from }) => from === 'account')
    .map(({ text }) => text);
const reasonOf = (delivery: Delivery) =>
  'reason' in delivery ? `${delivery.outcome} ${delivery.reason}` : delivery.outcome;

test('S16: a text reaches the chat of a follower who was active, as often as WeChat allows', async () => {
  const late = 'undeliverable windowClosed';
  expect(reasonOf(await sendChatText('a', '早了'))).toEqual(late);
  await simulator.control.pushEvent('a', { kind: 'text', content: '你好' });
  for (let count = 1; count <= 5; count += 1) {
    expect(await sendChatText('a', `第 ${count} 条`)).toEqual({ outcome: 'sent', msgId: null });
  }
  expect(reasonOf(await sendChatText('a', '多了'))).toEqual('undeliverable tooMany');
  clock.advanceMs(48 * 60 * 60 * 1000);
  expect(reasonOf(await sendChatText('a', '晚了'))).toEqual(late);
  expect(texts('a')).toEqual([1, 2, 3, 4, 5].map((count) => `第 ${count} 条`));
});

test('S16: who does not follow, is unknown, or is told too much is an outcome, no error', async () => {
  await simulator.control.pushEvent('b', { kind: 'text', content: '你好' });
  expect(reasonOf(await sendChatText('c', '好'))).toBe('undeliverable notFollowing');
  expect(reasonOf(await senders.sendChatText('o-nobody', '好'))).toBe(
    'undeliverable unknownReceiver',
  );
  expect(reasonOf(await sendChatText('b', ''))).toBe('undeliverable contentRefused');
  expect(reasonOf(await sendChatText('b', '字'.repeat(683)))).toBe('undeliverable contentRefused');
  const outcomes = { 48002: 'undeliverable refused', 43019: 'undeliverable blocked' };
  for (const [errcode, outcome] of Object.entries(outcomes)) {
    simulator.control.planFault({ path, errcode: Number(errcode) });
    expect(reasonOf(await sendChatText('b', '好'))).toBe(outcome);
  }
  expect(texts('b')).toEqual([]);
});

test.each([
  ['the platform is busy', { errcode: -1, times: 4 }],
  ['the minute is full', { errcode: 45011 }],
  ['the server’s address is not allowed', { errcode: 40164 }],
])('S16: when %s, it throws and a later try delivers', async (_name, fault) => {
  await simulator.control.pushEvent('b', { kind: 'text', content: '你好' });
  const before = texts('b').length;
  simulator.control.planFault({ path, ...fault });
  await expect(sendChatText('b', '好')).rejects.toThrow();
  expect(await sendChatText('b', '好')).toMatchObject({ outcome: 'sent' });
  expect(texts('b')).toHaveLength(before + 1);
});

test.each([
  ['the day is full', { errcode: 45009 }, 'unavailable quotaUsedUp'],
  ['the account lacks the API', { errcode: 48001 }, 'unavailable notGranted'],
  ['the connection breaks', { drop: true }, 'unanswered'],
  ['the answer is nonsense', { body: '<html>' }, 'unanswered'],
])(
  'S20: when %s, the outcome says whether it may have been taken',
  async (_name, fault, outcome) => {
    await simulator.control.pushEvent('b', { kind: 'text', content: '你好' });
    simulator.control.planFault({ path, ...fault });
    expect(reasonOf(await sendChatText('b', '好'))).toBe(outcome);
  },
);

test('S20: what surely never reached the platform throws: nobody listens, or no token came', async () => {
  const withToken = createMemoryCredentialStore();
  const expiresAt = new Date(clock.now().getTime() + 7_200_000);
  await withToken.write('access_token', { value: 'a-token-of-the-tests', expiresAt });
  const nowhere = createSenders(clientAt(await nobodyListens(), withToken));
  await expect(nowhere.sendChatText(openIdOf('b'), '好')).rejects.toThrow('ECONNREFUSED');
  await client.getAccessToken();
  simulator.control.planFault({ path: '/cgi-bin/stable_token', drop: true });
  simulator.control.expireAccessTokens();
  await expect(sendChatText('b', '好')).rejects.toThrow('stable_token');
});

test('S16: a template message and a subscription message go out, and say by what WeChat reports', async () => {
  const [shipped] = await client.listTemplates('template');
  const [reminder] = await client.listTemplates('subscription');
  const message = {
    openId: openIdOf('b'),
    url: 'https://points.example.cn/redemptions/1',
    data: { thing1: '炒勺', thing2: '顺丰', character_string3: 'SF1' },
  };
  const template = { ...message, templateId: shipped?.templateId ?? '', clientMessageId: 'n1' };
  const sent = await senders.sendTemplate(template);
  expect(sent).toMatchObject({
    outcome: 'sent',
    msgId: expect.stringMatching(/^\d{19}$/) as string,
  });
  const cards = () => simulator.control.messages('b').filter(({ card }) => card).length;
  expect(cards()).toBe(1);
  await senders.sendTemplate(template);
  expect(cards()).toBe(1);
  const unknown = { ...template, templateId: 'no-such-template' };
  expect(reasonOf(await senders.sendTemplate(unknown))).toBe('undeliverable templateUnknown');
  const empty = { ...template, data: {} };
  expect(reasonOf(await senders.sendTemplate(empty))).toBe('undeliverable contentRefused');
  simulator.control.planFault({ path: '/cgi-bin/message/template/send', errcode: 40241 });
  expect(await senders.sendTemplate(template)).toEqual({ outcome: 'sent', msgId: null });

  const subscription = { ...message, templateId: reminder?.templateId ?? '' };
  expect(reasonOf(await senders.sendSubscription(subscription))).toBe('undeliverable refused');
  simulator.control.changeUser('b', { consents: { [subscription.templateId]: 1 } });
  expect(await senders.sendSubscription(subscription)).toMatchObject({ outcome: 'sent' });
  expect(cards()).toBe(2);
});
