import { parseMessage } from '@mashang/wechat';
import { expect, test } from 'vitest';
import type { PhoneEvent } from '../src/index.ts';
import { account, aCallbackServer, aSimulator } from './harness.ts';

const click = (key: string): PhoneEvent => ({ kind: 'CLICK', key });

async function aQuietSimulator() {
  const server = await aCallbackServer((_request, response) => response.end('success'));
  const simulator = await aSimulator({ callbackUrl: server.url });
  return { server, simulator, control: simulator.control };
}

test('a duplicate is the same bytes several times at once', async () => {
  const { server, control } = await aQuietSimulator();
  control.planPushFault({ kind: 'duplicate', copies: 3 });
  const record = await control.pushEvent('a', click('1'));
  expect(record).toMatchObject({ outcome: 'silent', attempts: [{}, {}, {}] });
  expect(new Set(server.requests.map(({ url, body }) => url.href + body)).size).toBe(1);
  await control.pushEvent('a', click('2'));
  expect(server.requests).toHaveLength(4);
});

test('a lost answer is asked for again with the same message', async () => {
  const { server, control } = await aQuietSimulator();
  control.planPushFault({ kind: 'lost answer' });
  const record = await control.pushEvent('a', click('1'));
  expect(record).toMatchObject({
    outcome: 'silent',
    attempts: [{ problem: 'answer lost', reply: { kind: 'silent' } }, { problem: null }],
  });
  expect(server.requests[0]?.body).toBe(server.requests[1]?.body);
});

test('retries are signed anew where a test says so', async () => {
  const { server, control } = await aQuietSimulator();
  control.changeSettings({ resignRetries: true });
  control.planPushFault({ kind: 'lost answer' });
  await control.pushEvent('a', click('1'));
  const nonces = server.requests.map(({ url }) => url.searchParams.get('nonce'));
  expect(new Set(nonces).size).toBe(2);
});

test('a push out of order arrives after the next one, a delayed one later', async () => {
  const { control } = await aQuietSimulator();
  control.planPushFault({ kind: 'out of order' });
  const first = control.pushEvent('a', click('1'));
  const second = await control.pushEvent('a', click('2'));
  await first;
  const [early, late] = [second.attempts[0], (await first).attempts[0]];
  expect(late?.at).toBeGreaterThanOrEqual(early?.at ?? Infinity);
  control.planPushFault({ kind: 'delayed', delayMs: 20, event: 'CLICK' });
  const startedAt = performance.now();
  await control.pushEvent('a', { kind: 'text', content: '不等' });
  await control.pushEvent('a', click('3'));
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(19);
});

test('a push can be replayed as it was, and its signatures stolen for another body', async () => {
  const { server, control } = await aQuietSimulator();
  control.planPushFault({ kind: 'replay' });
  const record = await control.pushEvent('a', click('1'));
  expect(record.attempts).toHaveLength(2);
  expect(await control.replayPush(record.number)).toMatchObject({ status: 200 });
  await control.replayPush(record.number, '<xml></xml>');
  const [first, second, third, stolen] = server.requests;
  expect([second, third]).toEqual([first, first]);
  expect(stolen).toEqual({ url: first?.url, body: '<xml></xml>' });
  expect(() => control.replayPush(999_999)).toThrow(RangeError);
});

test('the platform itself tells of withdrawn consents and of users who are gone', async () => {
  const { control } = await aQuietSimulator();
  const { openId } = control.users()[0]!;
  const revoke = await control.pushEvent('a', {
    kind: 'user_authorization_revoke',
    revokeInfo: '205',
  });
  expect(parseMessage(revoke.xml)).toMatchObject({
    ToUserName: account.originalId,
    Event: 'user_authorization_revoke',
    OpenID: openId,
    AppID: account.appId,
    RevokeInfo: '205',
  });
  expect(parseMessage(revoke.xml).FromUserName).not.toBe(openId);
  await control.pushEvent('a', { kind: 'user_cancellation' });
  expect(control.users()[0]).toMatchObject({ following: false, chatWindows: [] });
  const picture = '<MsgType>image</MsgType><MediaId>m</MediaId><MsgId>24</MsgId>';
  const other = await control.pushEvent('b', { kind: 'other', xml: picture });
  expect(parseMessage(other.xml)).toMatchObject({ MsgType: 'image', MsgId: '24' });
});
