import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../../test/harness-database.ts';
import { sha1 } from '../../../../test/stories/push.ts';
import { createTestClock } from '../../../../test/test-clock.ts';
import { openTestChat, scanXml, signTestPush, testAccount } from './test-chat.test-support.ts';
const clock = createTestClock();
const messageModes = ['safe', 'compatible', 'plain'];
let database;
let chat;
let scans = [];
/** What the platform names as its own addresses; null: it does not answer. */
let callbackIps = null;
let asked = 0;
beforeAll(async () => {
  database = await freshDatabase();
  const answerScan = async (scan) => {
    scans.push(scan);
    return '恭喜您';
  };
  const getCallbackIps = async () => {
    asked += 1;
    if (!callbackIps) throw new Error('the platform does not answer');
    return callbackIps;
  };
  chat = openTestChat({
    ...{ db: database.db, clock },
    handlers: { answerScan },
    client: { getCallbackIps },
  });
});
afterAll(async () => {
  await chat.close();
  await database.close();
});
beforeEach(() => {
  scans = [];
  clock.advanceMs(3_600_000);
  Object.assign(chat.account, testAccount);
});
const scan = (text) => scanXml(text, { at: clock.now() });
describe('S2: the mode is the account’s', () => {
  test.each(messageModes)(
    'in %s mode a message is answered, and echoed at the set-up',
    async (messageMode) => {
      chat.account.messageMode = messageMode;
      const answer = await chat.push(scan(messageMode));
      expect(answer).toMatchObject({ status: 200, text: '恭喜您' });
      expect(answer.body.includes('<Encrypt>')).toBe(messageMode !== 'plain');
      expect(scans).toMatchObject([{ openId: 'oUser', text: messageMode }]);
      const timestamp = String(Math.floor(clock.now().getTime() / 1000));
      const signature = sha1([chat.account.token, timestamp, '1']);
      const echo = await chat.echo({ signature, timestamp, nonce: '1', echostr: '43751' });
      expect(echo).toMatchObject({ status: 200, body: '43751' });
    },
  );
  test.each([
    ['safe', 'plain'],
    ['compatible', 'plain'],
    ['plain', 'safe'],
  ])('an account in %s mode takes no message as of %s mode', async (ours, sent) => {
    chat.account.messageMode = ours;
    const xml = scan('downgrade');
    const signed = signTestPush({ ...chat.account, messageMode: sent }, xml, clock.now());
    // Taken as plain, the envelope of safe mode has no message.
    expect([400, 403]).toContain((await chat.push(xml, signed)).status);
    expect(scans).toEqual([]);
  });
  test('a changed mode is in force with the next message', async () => {
    await chat.push(scan('1'));
    chat.account.messageMode = 'plain';
    await chat.push(scan('2'));
    expect(scans.map(({ text }) => text)).toEqual(['1', '2']);
  });
});
describe('S2: a key that is being changed', () => {
  const [present, previous, foreign] = ['B'.repeat(43), 'A'.repeat(43), 'C'.repeat(43)];
  test('messages under the present and the previous key are answered under theirs, no others', async () => {
    for (const encodingAesKeys of [[present], [previous]]) {
      const signer = { ...testAccount, encodingAesKeys };
      chat.account.encodingAesKeys = [present, previous];
      const xml = scan(encodingAesKeys.join());
      const signed = signTestPush(signer, xml, clock.now());
      const answer = await chat.push(xml, signed);
      // Opened with the key of the message alone.
      chat.account.encodingAesKeys = encodingAesKeys;
      expect(answer.text).toBe('恭喜您');
    }
    chat.account.encodingAesKeys = [present, previous];
    const stranger = { ...testAccount, encodingAesKeys: [foreign] };
    const xml = scan('foreign');
    const refused = await chat.push(xml, signTestPush(stranger, xml, clock.now()));
    expect([400, 403]).toContain(refused.status);
    expect(scans).toHaveLength(2);
  });
});
describe('S19: only from WeChat’s addresses, where head office wants that', () => {
  beforeEach(() => {
    chat.account.onlyCallbackIps = true;
    callbackIps = ['101.226.103.0/25', '2402:4e00::/32'];
    asked = 0;
  });
  const statusFrom = async (from) => (await chat.push(scan(from), { from })).status;
  test('an address of the list or its networks is let in, another is not, however well it signs', async () => {
    expect(await statusFrom('101.226.103.7')).toBe(200);
    expect(await statusFrom('2402:4e00::9')).toBe(200);
    expect(await statusFrom('101.226.103.200')).toBe(403);
    expect(await statusFrom('203.0.113.9')).toBe(403);
    expect(scans).toHaveLength(2);
  });
  test('fifty messages at once ask the platform once an hour; a new address once a minute', async () => {
    await Promise.all(Array.from({ length: 50 }, () => statusFrom('101.226.103.7')));
    expect(asked).toBe(1);
    callbackIps = ['203.0.113.0/24'];
    expect(await statusFrom('203.0.113.9')).toBe(403);
    clock.advanceMs(61_000);
    expect(await statusFrom('203.0.113.9')).toBe(200);
    expect(await statusFrom('101.226.103.7')).toBe(403);
    expect(asked).toBe(2);
  });
  test('without the list the signature alone decides, and nobody is asked at every message', async () => {
    callbackIps = null;
    expect(await statusFrom('203.0.113.9')).toBe(200);
    const forged = await chat.push(scan('x'), { from: '203.0.113.9', query: { nonce: '1' } });
    expect(forged.status).toBe(403);
    expect(await statusFrom('203.0.113.9')).toBe(200);
    expect(asked).toBe(1);
  });
});
