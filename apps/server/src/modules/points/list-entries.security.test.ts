import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/harness-database.ts';
import type { TestDatabase } from '../../../test/harness-database.ts';
import { openTestRoute } from '../../../test/test-route.ts';
import { systemClock } from '../../platform/clock.ts';
import { registerPointsRoutes } from './routes.ts';

let database: TestDatabase;
const { app, route } = openTestRoute();
beforeAll(async () => {
  database = await freshDatabase({ max: 2 });
  registerPointsRoutes(route, {
    db: database.db,
    clock: systemClock,
    describeMembers: () => Promise.resolve(new Map()),
    readProductNames: () => Promise.resolve(new Map()),
    findMemberIdsByMobile: () => Promise.resolve([]),
  });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

async function statusOf(query: Record<string, string>): Promise<number> {
  const reply = await app.inject({ url: '/api/hq/points-entries', query });
  return reply.statusCode;
}

test('S14: a moment that does not exist is refused, not an error of the database', async () => {
  for (const from of [
    'xxxxxxxxxxxxxxxxxxxx',
    '2026-13-01T00:00:00.000Z',
    '+275760-09-13T00:00:00Z',
  ]) {
    expect([from, await statusOf({ from })]).toEqual([from, 400]);
    expect([from, await statusOf({ to: from })]).toEqual([from, 400]);
  }
  expect(
    await statusOf({ from: '2026-11-22T00:00:00.000Z', to: '2026-11-22T08:00:00+08:00' }),
  ).toBe(200);
});

test('S14: a forged cursor is refused, not an error of the database', async () => {
  const cursorOf = (createdAt: unknown) =>
    Buffer.from(JSON.stringify({ createdAt, memberId: 1, sequence: 1 })).toString('base64url');
  const forged = ['2026', 'infinity', '1 Jan 2026 x', ['2026-11-22'], '2026-02-30 00:00:00+00'];
  for (const createdAt of [...forged, '0000-01-01 00:00:00+00', '2026-11-22 00:00:00+99']) {
    expect([createdAt, await statusOf({ cursor: cursorOf(createdAt) })]).toEqual([createdAt, 400]);
  }
  expect(await statusOf({ cursor: cursorOf('2026-11-22 08:00:00.123+08') })).toBe(200);
});

test('S14: a batch beyond the largest there can be is refused, not an error of the database', async () => {
  expect(await statusOf({ batchId: String(2 ** 27) })).toBe(400);
  expect(await statusOf({ batchId: String(2 ** 27 - 1) })).toBe(200);
});

test('S14: sizes no number of the database holds are like the largest it does', async () => {
  for (const points of ['1e300', '-1e300', String(2 ** 63)]) {
    expect(await statusOf({ pointsMin: points, pointsMax: points })).toBe(200);
  }
});
