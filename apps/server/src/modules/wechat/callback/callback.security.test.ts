import { parseXml } from '@mashang/wechat';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../../test/harness-database.ts';
import { sha1 } from '../../../../test/stories/push.ts';
import { createTestClock } from '../../../../test/test-clock.ts';
import type { ChatScan } from './chat-handlers.ts';
import {
  messageXml,
  openTestChat,
  scanXml,
  signTestPush,
  testAccount,
  type TestChat,
} from './test-chat.test-support.ts';

const clock = createTestClock();
const messageModes = ['safe', 'compatible', 'plain'] as const;
let database: TestDatabase;
let chat: TestChat;
let scans: ChatScan[] = [];
let answerText = '恭喜您';
beforeAll(async () => {
  database = await freshDatabase();
  const answerScan = async (scan: ChatScan) => {
    scans.push(scan);
    return answerText;
  };
  chat = openTestChat({ db: database.db, clock, handlers: { answerScan } });
});
afterAll(async () => {
  await chat.close();
  await database.close();
});
beforeEach(() => {
  scans = [];
  answerText = '恭喜您';
  clock.advanceMs(60_000);
  Object.assign(chat.account, testAccount);
});

const scanOf = (openId: string, text = 'CODE') => scanXml(text, { openId, at: clock.now() });
const signed = (xml: string) => signTestPush(chat.account, xml, clock.now());

describe('S19: who saw a signature cannot speak with it', () => {
  test.each(messageModes)(
    'in %s mode, with another body or somebody else’s openid',
    async (messageMode) => {
      chat.account.messageMode = messageMode;
      const own = scanOf('oVictim');
      const stolen = signed(own);
      expect((await chat.push(own, stolen)).status).toBe(200);
      for (const xml of [scanOf('oAttacker'), scanOf('oVictim', 'OTHER')]) {
        const { body } = signed(xml);
        expect(await chat.push(xml, { query: stolen.query, body })).toMatchObject({
          status: 403,
          body: '',
        });
      }
      // The very same bytes again, as WeChat repeats them: the stored answer, nothing new.
      expect((await chat.push(own, stolen)).text).toBe('恭喜您');
      expect(scans).toMatchObject([{ openId: 'oVictim', text: 'CODE' }]);
    },
  );

  test('in plain mode the first body under a signature is the only one, in a race as well', async () => {
    chat.account.messageMode = 'plain';
    const { query } = signed(scanOf('oVictim'));
    const bodies = Array.from({ length: 50 }, (_body, n) => scanOf(`oAttacker${n}`));
    const statuses = await Promise.all(
      bodies.map(async (body) => (await chat.push(body, { query, body })).status),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(scans).toHaveLength(1);
  });

  test('in compatible mode clear fields that contradict the ciphertext are not read', async () => {
    chat.account.messageMode = 'compatible';
    const { query, body } = signed(scanOf('oUser', 'TRUE'));
    const lie = scanOf('oAttacker', 'FALSE').slice('<xml>'.length, -'</xml>'.length);
    const forged = body.replace(/^<xml>.*(?=<Encrypt>)/s, `<xml>${lie}`);
    expect(forged).not.toContain('TRUE');
    expect((await chat.push('', { query, body: forged })).text).toBe('恭喜您');
    expect(scans).toMatchObject([{ openId: 'oUser', text: 'TRUE' }]);
  });

  test('the ciphertext of one account is no message of another with the same token', async () => {
    const other = { ...testAccount, appId: 'wxfedcba9876543210' };
    const xml = scanOf('oUser');
    const push = signTestPush(other, xml, clock.now());
    expect((await chat.push(xml, push)).status).toBe(403);
    expect(scans).toEqual([]);
  });
});

describe('S19: XML that is a weapon', () => {
  const entities = Array.from(
    { length: 10 },
    (_entity, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`,
  );
  const laughs = `<!DOCTYPE xml [<!ENTITY l0 "lol">${entities.join('')}]><xml><A>&l10;</A></xml>`;
  const file = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><A>&e;</A></xml>';
  const remote = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><xml><A>1</A></xml>';
  const deep = `<xml>${'<a>'.repeat(8_000)}`;
  const wide = `<xml>${'<a/>'.repeat(12_000)}</xml>`;

  test.each([
    ['billion laughs', laughs],
    ['a file', file],
    ['a document elsewhere', remote],
    ['depth', deep],
    ['width', wide],
    ['a broken end', '<xml><A><![CDATA[x'],
    ['a name every object has', '<xml><__proto__><a>1</a></__proto__></xml>'],
  ])(
    '%s is refused at once, before and behind the signature, in every mode',
    async (_name, xml) => {
      for (const messageMode of messageModes) {
        chat.account.messageMode = messageMode;
        const startMs = performance.now();
        const { query } = signed(scanOf('oUser'));
        expect([400, 403]).toContain((await chat.push('', { query, body: xml })).status);
        // Encrypted, some are too large as well.
        expect([400, 403, 413]).toContain((await chat.push(xml)).status);
        expect(performance.now() - startMs).toBeLessThan(500);
      }
      expect(scans).toEqual([]);
    },
  );

  test.each(messageModes)('more than 64 KB is refused unread in %s mode', async (messageMode) => {
    chat.account.messageMode = messageMode;
    const xml = scanOf('oUser', 'x'.repeat(66_000));
    expect((await chat.push(xml)).status).toBe(413);
    expect(scans).toEqual([]);
  });
});

describe('S19: the echo of the set-up', () => {
  test.each(messageModes)(
    'is plain text for who has the token, and nothing for others: %s',
    async (messageMode) => {
      chat.account.messageMode = messageMode;
      const timestamp = String(Math.floor(clock.now().getTime() / 1000));
      const echostr = '<script>alert(1)</script>';
      const echo = (signature: string) => chat.echo({ signature, timestamp, nonce: 'n', echostr });
      const type = expect.stringContaining('text/plain') as string;
      expect(await echo(sha1(['guessed', timestamp, 'n']))).toEqual({
        status: 403,
        body: '',
        type,
      });
      expect(await echo(sha1([chat.account.token, timestamp, 'n']))).toEqual({
        status: 200,
        body: echostr,
        type,
      });
    },
  );
});

/** Texts somebody may print as a code, or type. */
const hostileTexts = [
  '<a href="https://evil.example">积分</a>',
  '<img src=x onerror=alert(1)>',
  ']]><Content>forged</Content><![CDATA[',
  '</ScanResult></ScanCodeInfo><FromUserName>oOther</FromUserName>',
  '<!DOCTYPE x [<!ENTITY e "x">]>&e;',
  'https://q.example.cn.evil.example/C/AAAABBBBCCCC',
  'javascript:alert(1)',
  '{"$gt":"","__proto__":{"isAdmin":true}}',
  "'; drop table wechat_message; --",
  '\u0007\u001b[31m\u202e\u2028',
  '码'.repeat(5_000),
];

/** XML has no way to write control characters. */
const writable = (text: string) => [...text].filter((character) => character >= ' ').join('');

describe('S19: what a code says is anybody’s text', () => {
  test.each(hostileTexts)('%j reaches the product as it is, from its own sender', async (text) => {
    const written = writable(text);
    expect((await chat.push(scanOf('oUser', written))).text).toBe('恭喜您');
    expect(scans).toMatchObject([{ openId: 'oUser', text: written, scanType: 'qrcode' }]);
    const typed = { MsgType: 'text', Content: written.replaceAll(']]>', ''), MsgId: '1' };
    expect((await chat.push(messageXml(typed, { at: clock.now() }))).text).not.toContain(
      written.slice(0, 20),
    );
  });

  test.each(messageModes)(
    'an answer that would break out of its CDATA stays one text: %s',
    async (messageMode) => {
      chat.account.messageMode = messageMode;
      for (const [n, text] of hostileTexts.slice(0, -1).entries()) {
        answerText = text;
        const answer = await chat.push(scanOf('oUser', `${messageMode} ${n}`));
        expect(answer.text).toBe(writable(text));
        expect(Object.keys(parseXml(answer.body))).toHaveLength(messageMode === 'plain' ? 5 : 4);
      }
    },
  );

  test('sender and receiver cannot break out either', async () => {
    const openId = ']]></ToUserName><MsgType>x</MsgType><ToUserName><![CDATA[';
    chat.account.messageMode = 'plain';
    const safe = openId.replaceAll(']]>', ']]]]><![CDATA[>');
    const answer = await chat.push(scanOf(safe));
    expect(parseXml(answer.body)).toMatchObject({ ToUserName: openId, MsgType: 'text' });
  });
});
