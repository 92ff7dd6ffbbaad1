import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../../test/harness-database.ts';
import { createTestClock } from '../../../../test/test-clock.ts';
import { openTestChat, scanXml } from './test-chat.test-support.ts';

const clock = createTestClock();
let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

test('S19: the stored answer, which may name an unclaimed code, is in no table to be read', async () => {
  const { db } = database;
  const words = 'https://q.example.cn/bind?to=%2FC%2FMNPQ2345RSTV';
  const handlers = { answerScan: async () => words };
  const [one, other] = [openTestChat({ db, clock, handlers }), openTestChat({ db, clock })];
  const xml = scanXml('unclaimed', { at: clock.now() });
  expect((await one.push(xml)).text).toBe(words);
  // Once it is closed the answer is kept.
  await one.close();
  const { rows } = await sql<{ dump: string }>`
    select wechat_message::text as dump from wechat_message where reply is not null`.execute(db);
  const dump = rows.map((row) => row.dump).join('\n');
  expect(dump).not.toBe('');
  for (const encoding of ['utf8', 'hex', 'base64'] as const) {
    expect(dump).not.toContain(Buffer.from(words).toString(encoding).slice(0, 24));
    expect(dump).not.toContain(Buffer.from('MNPQ2345RSTV').toString(encoding));
  }
  expect((await other.push(xml)).text).toBe(words);
  await other.close();
});
