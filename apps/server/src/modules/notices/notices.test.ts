import type { Notice } from '@mashang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/harness-database.ts';
import type { TestDatabase } from '../../../test/harness-database.ts';
import { createTestClock } from '../../../test/test-clock.ts';
import { openTestRoute } from '../../../test/test-route.ts';
import { addJob } from '../../platform/jobs.ts';
import { countUnreadNotices, notify, registerNoticeRoutes } from './index.ts';
import type { NewNotice } from './index.ts';

let database: TestDatabase;
const clock = createTestClock();
const { app, route } = openTestRoute({
  who: (request) => ({
    language: request.headers['x-english'] ? 'en' : 'zh',
    memberId: Number(request.headers['x-member']),
    staffId: null,
    staffRole: null,
  }),
});

beforeAll(async () => {
  database = await freshDatabase();
  registerNoticeRoutes(route, { db: database.db, clock });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const shipped: Omit<NewNotice, 'memberId'> = {
  subject: 'redemption:12:shipped',
  kind: 'redemptionShipped',
  details: {
    redemptionId: 12,
    giftName: '炒锅<a href="//evil">\u0000',
    quantity: 2,
    carrier: '顺丰',
    trackingNumber: 'SF1',
  },
  createdAt: clock.now(),
};
const tell = (notice: NewNotice) =>
  database.db.transaction().execute((tx) => notify(tx, addJob, notice));

async function list(memberId: number, query = '', headers = {}) {
  const reply = await app.inject({
    url: `/api/me/notices?${query}`,
    headers: { 'x-member': String(memberId), ...headers },
  });
  return reply.json<{ rows: Notice[]; next: string | null }>();
}
async function read(memberId: number, upToNoticeId: number) {
  const payload = { upToNoticeId };
  const headers = { 'x-member': String(memberId) };
  await app.inject({ method: 'POST', url: '/api/me/notices/read', headers, payload });
}

test('S16: one thing that happened is one notice and one job, told fifty times at once', async () => {
  await Promise.all(Array.from({ length: 50 }, () => tell({ ...shipped, memberId: 1 })));
  const { rows } = await list(1);
  expect(rows).toMatchObject([
    {
      kind: 'redemptionShipped',
      title: '礼品已寄出',
      detail: '炒锅<a href="//evil"> × 2，顺丰 SF1。',
      path: '/redemptions/12',
      isRead: false,
    },
  ]);
  const jobs = await database.pool.query('select 1 from graphile_worker.jobs where key = $1', [
    `sendNotice:${rows[0]?.noticeId}`,
  ]);
  expect(jobs.rows).toHaveLength(1);
  const english = await list(1, '', { 'x-english': '1' });
  expect(english.rows[0]?.title).toBe('Your gift is on its way');
});

test('S16: reading marks what was seen, not what came since, and nobody else’s', async () => {
  for (const subject of ['a', 'b', 'c']) await tell({ ...shipped, memberId: 2, subject });
  await tell({ ...shipped, memberId: 3 });
  const { rows, next } = await list(2, 'limit=2');
  expect((await list(2, `limit=2&cursor=${next}`)).rows).toHaveLength(1);
  await read(2, rows[1]?.noticeId ?? 0);
  expect(await countUnreadNotices(database.db, 2)).toBe(1);
  await read(2, Number.MAX_SAFE_INTEGER);
  expect(await countUnreadNotices(database.db, 2)).toBe(0);
  expect(await countUnreadNotices(database.db, 3)).toBe(1);
});

test('S12: every kind has words in both languages', async () => {
  const kinds: Notice['kind'][] = [
    ...(['redemptionApplied', 'redemptionApproved', 'redemptionReceived'] as const),
    ...(['redemptionRejected', 'redemptionCancelled', 'accountFrozen', 'accountThawed'] as const),
    'pointsAdjusted',
  ];
  const details = { giftName: '锅', pointsTotal: 5, points: -5, balanceAfter: 1, reason: '因' };
  for (const kind of kinds) {
    await tell({ memberId: 4, subject: kind, kind, details, createdAt: clock.now() });
  }
  for (const headers of [{}, { 'x-english': '1' }]) {
    const { rows } = await list(4, '', headers);
    expect(rows).toHaveLength(kinds.length);
    for (const { title, detail } of rows) expect(title + detail).not.toMatch(/undefined|NaN/);
  }
  expect((await list(4)).rows[0]).toMatchObject({ title: '积分减少 5 分', path: '/points' });
});
