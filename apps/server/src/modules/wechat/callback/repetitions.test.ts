import { setTimeout as sleep } from 'node:timers/promises';
import { parseMessage, type ReceivedMessage } from '@mashang/wechat';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../../test/harness-database.ts';
import { createTestClock } from '../../../../test/test-clock.ts';
import { createDatabase } from '../../../platform/database.ts';
import { busy } from '../../../platform/errors.ts';
import { chatTexts } from '../../../texts-chat.ts';
import { createMessageDesk } from './message-desk.ts';
import { messageKeyOf } from './message-key.ts';
import { createMessageStore } from './message-store.ts';
import { purgeWechatMessages } from './purge-wechat-messages.ts';
import {
  eventXml,
  openTestChat,
  scanXml,
  testMasterKey,
  type TestChat,
} from './test-chat.test-support.ts';

const clock = createTestClock();
let database: TestDatabase;
let open: TestChat[] = [];
beforeAll(async () => {
  database = await freshDatabase({ max: 20 });
});
afterAll(() => database.close());
beforeEach(() => clock.advanceMs(60_000));
afterEach(async () => {
  await Promise.all(open.map((chat) => chat.close()));
  open = [];
  await sql`delete from graphile_worker._private_jobs`.execute(database.db);
});

/** So many processes with one database, whose scans are answered by `answerScan`. */
function processes(
  count: number,
  answerScan: () => Promise<string>,
  budgetMs?: number,
): [TestChat, TestChat] {
  const { db } = database;
  const options = { db, clock, handlers: { answerScan }, ...(budgetMs ? { budgetMs } : {}) };
  const chats = Array.from({ length: count }, () => openTestChat(options));
  open.push(...chats);
  return [chats[0] as TestChat, chats[count - 1] as TestChat];
}

/** What is to be said late, and to whom. */
async function lateReplies(): Promise<unknown[]> {
  const { rows } = await sql<{ payload: unknown }>`
    select payload from graphile_worker._private_jobs`.execute(database.db);
  return rows.map(({ payload }) => payload);
}

const storedKeys = async () =>
  (await database.db.selectFrom('wechatMessage').select('messageKey').execute()).map(
    ({ messageKey }) => messageKey.toString('hex'),
  );

/** Work that ends when told to, and counts how often it was begun. */
function heldWork(text = '好') {
  let finish = () => undefined as void;
  const held = new Promise<void>((resolve) => (finish = resolve));
  const work = vi.fn(async () => {
    await held;
    return text;
  });
  return { work, finish };
}

describe('S2: what WeChat says twice is done once', () => {
  test('fifty repetitions at once at two processes: one is at it, all get its answer', async () => {
    const { work, finish } = heldWork('恭喜您');
    const [one, other] = processes(2, work);
    const xml = scanXml('code', { at: clock.now() });
    const answers = Array.from({ length: 50 }, (_push, n) => (n % 2 ? one : other).push(xml));
    await vi.waitFor(() => expect(work).toHaveBeenCalled());
    await sleep(100);
    finish();
    const texts = (await Promise.all(answers)).map(({ text }) => text);
    expect(texts).toEqual(Array.from({ length: 50 }, () => '恭喜您'));
    expect(work).toHaveBeenCalledTimes(1);
  });

  test('later, at another process, the stored answer is given; two messages are two', async () => {
    let count = 0;
    const [one, other] = processes(2, async () => `answer ${(count += 1)}`);
    const at = clock.now();
    const [xml, another] = [scanXml('a', { at }), scanXml('b', { at })];
    expect((await one.push(xml)).text).toBe('answer 1');
    await expect.poll(async () => (await other.push(xml)).text).toBe('answer 1');
    expect((await other.push(another)).text).toBe('answer 2');
    expect((await other.push(scanXml('a', { at, openId: 'oOther' }))).text).toBe('answer 3');
    expect(count).toBe(3);
  });

  test('of two people who withdraw in the same second each is obeyed', async () => {
    const gone: string[] = [];
    const { db } = database;
    const onUserGone = async (_tx: unknown, { openId }: { openId: string }) => {
      gone.push(openId);
      return '';
    };
    const chat = openTestChat({ db, clock, handlers: { onUserGone } });
    open.push(chat);
    const withdrawal = (OpenID: string) =>
      eventXml(
        { Event: 'user_authorization_cancellation', OpenID },
        { openId: 'oPlatform', at: clock.now() },
      );
    await Promise.all(['oA', 'oB', 'oA'].map((openId) => chat.push(withdrawal(openId))));
    expect(gone.sort()).toEqual(['oA', 'oB']);
  });

  test('what nobody repeats any more is forgotten', async () => {
    const [chat] = processes(1, async () => 'ok');
    await chat.push(scanXml('old', { at: clock.now() }));
    await expect.poll(storedKeys).not.toEqual([]);
    clock.advanceMs(16 * 60_000);
    await chat.push(scanXml('new', { at: clock.now() }));
    await expect.poll(async () => (await storedKeys()).length).toBeGreaterThan(1);
    await purgeWechatMessages(database.db, clock.now());
    expect(await storedKeys()).toHaveLength(1);
  });
});

describe('S2: every message is answered in time', () => {
  test('after the budget it is success, the words come unasked, and a repetition is silence', async () => {
    const { work, finish } = heldWork('恭喜您');
    const [one, other] = processes(2, work, 100);
    const xml = scanXml('slow', { at: clock.now() });
    expect(await one.push(xml)).toEqual({ status: 200, body: 'success', text: null });
    expect(await lateReplies()).toEqual([]);
    finish();
    await expect.poll(lateReplies).toEqual([
      {
        ...{ appId: one.account.appId, openId: 'oUser' },
        textSealed: expect.stringMatching(/^[A-Za-z0-9+/=]{40,}$/) as string,
      },
    ]);
    expect((await other.push(xml)).body).toBe('success');
    expect((await one.push(xml)).body).toBe('success');
    expect(await lateReplies()).toHaveLength(1);
    expect(work).toHaveBeenCalledTimes(1);
  });

  test('a repetition that still waits when it is known gets it, and nothing is said late', async () => {
    const { work, finish } = heldWork('恭喜您');
    const [chat] = processes(1, work, 150);
    const xml = scanXml('slow', { at: clock.now() });
    expect((await chat.push(xml)).body).toBe('success');
    const second = chat.push(xml);
    await sleep(20);
    finish();
    expect((await second).text).toBe('恭喜您');
    expect((await chat.push(xml)).text).toBe('恭喜您');
    expect(await lateReplies()).toEqual([]);
  });

  test('whose process died is answered by the next after five seconds of silence, not earlier', async () => {
    const work = vi.fn(async () => 'by the next');
    const [chat] = processes(1, work, 60);
    const xml = scanXml('left', { at: clock.now() });
    const key = messageKeyOf(parseMessage(xml) as ReceivedMessage, chat.account.appId);
    await createMessageStore(database.db, clock, testMasterKey).begin(key);
    expect((await chat.push(xml)).body).toBe('success');
    expect(work).not.toHaveBeenCalled();
    clock.advanceMs(4_000);
    expect((await chat.push(xml)).body).toBe('success');
    expect(work).not.toHaveBeenCalled();
    clock.advanceMs(1_500);
    await expect.poll(lateReplies, { timeout: 3_000 }).toHaveLength(1);
    expect(work).toHaveBeenCalledTimes(1);
  });

  test('whose process is alive but slow is never taken over', async () => {
    const { db } = database;
    const log = { warn: () => undefined, error: () => undefined };
    const [slow, fast] = [10, 60_000].map((renewEveryMs) =>
      createMessageDesk({
        store: createMessageStore(db, clock, testMasterKey),
        clock,
        log,
        renewEveryMs,
      }),
    );
    const { work, finish } = heldWork('by the first');
    const second = vi.fn(async () => 'by the second');
    const asked = { key: 'f'.repeat(32), kind: 'answer' as const, sayLate: async () => undefined };
    const first = slow!.answer({ ...asked, work }, 5_000);
    await vi.waitFor(() => expect(work).toHaveBeenCalled());
    const repeated = fast!.answer({ ...asked, work: second }, 5_000);
    for (let round = 0; round < 4; round += 1) {
      clock.advanceMs(3_000);
      await sleep(150);
    }
    finish();
    expect(await Promise.all([first, repeated])).toEqual(
      [1, 2].map(() => ({ kind: 'answered', text: 'by the first' })),
    );
    expect(second).not.toHaveBeenCalled();
    await Promise.all([slow!.stop(), fast!.stop()]);
  });
});

describe('S2: when it cannot be done', () => {
  test('a full server and a bug get words, and a repetition the same', async () => {
    let error: Error = busy();
    const work = vi.fn(() => Promise.reject(error));
    const [one, other] = processes(2, work);
    const full = scanXml('full', { at: clock.now() });
    expect((await one.push(full)).text).toBe(chatTexts.zh.busy);
    await expect.poll(async () => (await other.push(full)).text).toBe(chatTexts.zh.busy);
    expect(work).toHaveBeenCalledTimes(1);
    error = new Error('a bug of this test');
    const broken = await one.push(scanXml('bug', { at: clock.now() }));
    expect(broken).toMatchObject({ status: 200, text: chatTexts.zh.failed });
  });

  test('a database that is away gets words too', async () => {
    const away = createDatabase('postgres://nobody@127.0.0.1:1/none', { max: 1 });
    const chat = openTestChat({ db: away.db, clock });
    expect((await chat.push(scanXml('x', { at: clock.now() }))).text).toBe(chatTexts.zh.busy);
    await chat.close();
    await away.close();
  });

  test('a report that fails is left unanswered, so that it comes again, and is done then', async () => {
    const reports: string[] = [];
    let failures = 1;
    const { db } = database;
    const onDeliveryReport = async ({ msgId }: { msgId: string }) => {
      if ((failures -= 1) >= 0) throw new Error('away');
      reports.push(msgId);
    };
    const chat = openTestChat({ db, clock, handlers: { onDeliveryReport }, budgetMs: 100 });
    open.push(chat);
    const fields = { Event: 'TEMPLATESENDJOBFINISH', MsgID: '9007199254740993', Status: 'success' };
    const xml = eventXml(fields, { at: clock.now() });
    const startMs = performance.now();
    expect(await chat.push(xml)).toMatchObject({ status: 503, body: '' });
    expect(performance.now() - startMs).toBeGreaterThan(110);
    await expect.poll(async () => (await chat.push(xml)).body).toBe('success');
    expect(reports).toEqual(['9007199254740993']);
  });
});
