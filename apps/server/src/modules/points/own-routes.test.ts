import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { adjustPoints, refundPoints, spendPoints } from './index.ts';
import { usePointsDesk } from './points-desk.test-support.ts';

const desk = usePointsDesk();
const gift = { name: '围裙 <b>😀</b>', quantity: 2, pointsPrice: 15 };

const idsOf = (body: Record<string, unknown>) =>
  (body['rows'] as { entryId: string }[]).map(({ entryId }) => entryId);

/** Member 1: two products, two months, a gift taken and given back, and an adjustment. */
async function liveALife() {
  await desk.award(1, 20, '2026-10-31T15:59:59.999Z');
  await desk.award(1, 30, '2026-10-31T16:00:00.000Z', { productId: 2 });
  const where = { regionCode: null, memberKind: 'chef' } as const;
  const points = { memberId: 1, points: 30, sourceKind: 'redemption', sourceId: 77n } as const;
  const at = new Date('2026-11-22T08:00:00.000Z');
  await desk.database.db.transaction().execute(async (tx) => {
    await spendPoints(tx, { ...points, explanation: { gift }, ...where }, at);
    await refundPoints(tx, { ...points, explanation: { gift }, ...where }, at);
    const attempt = { attemptId: randomUUID(), reason: '补录', staffId: 1 };
    await adjustPoints(tx, { memberId: 1, points: -5, ...attempt, ...where }, at);
  });
  await desk.award(2, 10, '2026-11-22T08:00:00.000Z', { productId: 3 });
}

test('S8: a member sees balance, history by kind, month and product, and nobody else’s', async () => {
  await liveALife();
  expect((await desk.get('/api/me/points')).body).toEqual({ balance: 45, earned: 45, spent: 0 });
  const list = async (query = {}) => idsOf((await desk.get('/api/me/entries', query)).body);
  expect(await list()).toEqual(['1-5', '1-4', '1-3', '1-2', '1-1']);
  expect(await list({ kind: 'spend' })).toEqual(['1-3']);
  expect(await list({ productId: 2 })).toEqual(['1-2']);
  expect(await list({ productId: 3 })).toEqual([]);
  // A month of Beijing.
  expect(await list({ month: '2026-10' })).toEqual(['1-1']);
  expect(await list({ month: '2026-11' })).toEqual(['1-5', '1-4', '1-3', '1-2']);
  expect(await list({ month: '2026-12' })).toEqual([]);
  expect((await desk.get('/api/me/entries', { month: '2026-13' })).status).toBe(400);
  const first = await desk.get('/api/me/entries', { limit: 2 });
  expect(await list({ limit: 9, cursor: first.body['next'] as string })).toEqual([
    ...['1-3', '1-2', '1-1'],
  ]);
});

test('S8: the filter offers the products a member has points from, and no other', async () => {
  expect((await desk.get('/api/me/products')).body).toEqual({
    products: [
      { productId: 1, name: '产品1' },
      { productId: 2, name: '产品2' },
    ],
  });
});

test('S8: each entry opens to its story', async () => {
  const story = async (entryId: string) => (await desk.get(`/api/me/entries/${entryId}`)).body;
  expect(await story('1-1')).toEqual({
    entryId: '1-1',
    kind: 'award',
    points: 20,
    balanceAfter: 20,
    productName: '产品1',
    explanation: '基础 20 分',
    createdAt: '2026-10-31T15:59:59.999Z',
    steps: [
      { label: '扫码', text: '2026-10-31 23:59' },
      { label: '产品', text: '产品1' },
      { label: '规则', text: '基础 20 分' },
    ],
    redemptionId: null,
  });
  expect(await story('1-3')).toMatchObject({
    points: -30,
    explanation: '兑换 围裙 <b>😀</b> × 2',
    redemptionId: 77,
    steps: [
      { label: '兑换', text: '2026-11-22 16:00' },
      { label: '礼品', text: '围裙 <b>😀</b>' },
      { label: '数量 × 单价', text: '2 × 15 分' },
    ],
  });
  expect(await story('1-4')).toMatchObject({
    points: 30,
    explanation: '退回 围裙 <b>😀</b> × 2',
    redemptionId: 77,
  });
  expect(await story('1-5')).toMatchObject({
    points: -5,
    explanation: '调整：补录',
    redemptionId: null,
    steps: [
      { label: '调整', text: '2026-11-22 16:00' },
      { label: '原因', text: '补录' },
    ],
  });
  desk.caller.language = 'en';
  expect(await story('1-3')).toMatchObject({ explanation: 'Redeemed: 围裙 <b>😀</b> × 2' });
  desk.caller.language = 'zh';
});

test('S8: an entry of somebody else, of nobody and of no number answers alike', async () => {
  for (const entryId of [
    '2-1',
    '1-6',
    '1-0',
    '999-1',
    '9999999999999999-1',
    '1-9999999999999999',
  ]) {
    const answer = await desk.get(`/api/me/entries/${entryId}`);
    expect([entryId, answer.status, answer.body['code']]).toEqual([
      entryId,
      404,
      'entry_not_found',
    ]);
  }
  for (const entryId of ['x', '1', '1-', '-1-1', '1-1-1', '%00']) {
    expect((await desk.get(`/api/me/entries/${entryId}`)).status).toBe(400);
  }
});
