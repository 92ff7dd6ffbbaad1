import { encryptMessage, parseXml } from '@mashang/wechat';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../../test/harness-database.ts';
import { sha1 } from '../../../../test/stories/push.ts';
import { createTestClock } from '../../../../test/test-clock.ts';
import type { ChatScan } from './chat-handlers.ts';
import { openTestChat, scanXml, testAccount, type TestChat } from './test-chat.test-support.ts';

const clock = createTestClock();
let database: TestDatabase;
let chat: TestChat;
let scans: ChatScan[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  const answerScan = async (scan: ChatScan) => {
    scans.push(scan);
    return 'MNPQ2345RSTV';
  };
  chat = openTestChat({ db: database.db, clock, handlers: { answerScan } });
});
afterAll(async () => {
  await chat.close();
  await database.close();
});
beforeEach(() => {
  scans = [];
  clock.advanceMs(60_000);
  Object.assign(chat.account, testAccount);
});

const scan = (text: string) => scanXml(text, { at: clock.now() });

test('S19: in plain mode the signature of a set-up call, once seen, signs no message', async () => {
  chat.account.messageMode = 'plain';
  const timestamp = String(Math.floor(clock.now().getTime() / 1000));
  const signature = sha1([chat.account.token, timestamp, 'n']);
  const setUp = { signature, timestamp, nonce: 'n', echostr: '43751' };
  expect(await chat.echo(setUp)).toMatchObject({ status: 200, body: '43751' });
  const { echostr, ...stolen } = setUp;
  for (const query of [stolen, { ...stolen, echostr, openid: 'oVictim' }]) {
    const body = scan('forged');
    expect(await chat.push(body, { query, body })).toMatchObject({ status: 403, body: '' });
  }
  expect(scans).toEqual([]);
  // The platform asks again when somebody saves again, perhaps in the same second.
  expect(await chat.echo(setUp)).toMatchObject({ status: 200, body: '43751' });
});

test.each(['safe', 'compatible'] as const)(
  'S19: a reply of ours, signed and sealed like a message, is none when it is sent back: %s',
  async (messageMode) => {
    chat.account.messageMode = messageMode;
    const { body } = await chat.push(scan(messageMode));
    const { Encrypt, MsgSignature, TimeStamp, Nonce } = parseXml(body) as Record<string, string>;
    const query = {
      ...{ signature: MsgSignature ?? '', msg_signature: MsgSignature ?? '' },
      ...{ timestamp: TimeStamp ?? '', nonce: Nonce ?? '', encrypt_type: 'aes' },
    };
    const reflected = `<xml><Encrypt><![CDATA[${Encrypt ?? ''}]]></Encrypt></xml>`;
    expect(await chat.push('', { query, body: reflected })).toMatchObject({
      ...{ status: 403, body: '' },
    });
    expect(scans.map(({ text }) => text)).toEqual([messageMode]);
  },
);

test.each(['safe', 'compatible'] as const)(
  'S19: an old call with timestamp and nonce swapped, which the signature allows, is none: %s',
  async (messageMode) => {
    chat.account.messageMode = messageMode;
    const { appId, token, encodingAesKeys } = chat.account;
    const timestamp = String(Math.floor(clock.now().getTime() / 1000));
    // Of a hundred random nonces of ten digits about one is a time of the next years.
    const nonce = String(Number(timestamp) + 7 * 86_400);
    const { encrypt, msgSignature } = encryptMessage({
      ...{ appId, token, timestamp, nonce, message: scan('old') },
      encodingAesKey: encodingAesKeys[0] ?? '',
    });
    const body = `<xml><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`;
    const query = { signature: msgSignature, msg_signature: msgSignature, timestamp, nonce };
    expect((await chat.push('', { query, body })).status).toBe(200);
    clock.advanceMs(7 * 86_400_000);
    const swapped = { ...query, timestamp: nonce, nonce: timestamp };
    expect(await chat.push('', { query: swapped, body })).toMatchObject({ status: 403, body: '' });
    expect(scans.map(({ text }) => text)).toEqual(['old']);
  },
);
