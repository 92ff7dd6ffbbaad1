import { once } from 'node:events';
import { get, request as ask } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PointsEntry } from '@mashang/contract';
import { openTestRoute } from '../../../test/test-route.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { createLiveFeed } from './live-feed.ts';
import { registerStatisticsRoutes } from './routes.ts';

const totals = { claimsToday: 0, pointsToday: 0, claimsEver: 0, pointsEver: 0, members: 0 };
/** The stream asks its feed alone. */
const noDatabase = null as unknown as Db;
const world = { isStaff: true, isAway: false, claims: 0, name: '' };

const { app, route } = openTestRoute();
let port: number;
beforeAll(async () => {
  const liveFeed = createLiveFeed({
    readTotals: async () => ({ ...totals, claimsEver: (world.claims += 1) }),
    readEntries: async () => [
      { entryId: `1-${world.claims}`, memberName: world.name } as PointsEntry,
    ],
    now: () => new Date(),
    onError: () => undefined,
    intervalMs: 5,
  });
  registerStatisticsRoutes(route, {
    db: noDatabase,
    clock: systemClock,
    describeMembers: async () => new Map(),
    readProductNames: async () => new Map(),
    liveFeed,
    isStillStaff: async () => {
      if (world.isAway) throw new Error('the database is away');
      return world.isStaff;
    },
    heartbeatMs: 20,
  });
  app.addHook('preClose', async () => liveFeed.stop());
  await app.listen({ host: '127.0.0.1', port: 0 });
  port = (app.server.address() as AddressInfo).port;
});
afterAll(() => app.close());

async function listen(): Promise<IncomingMessage> {
  const request = get({ port, path: '/api/hq/live', agent: false });
  const [stream] = (await once(request, 'response')) as [IncomingMessage];
  return stream;
}

const connections = () =>
  new Promise((resolve) => app.server.getConnections((_error, count) => resolve(count)));

test('S15: the live stream ends soon after its session does, and not for a database that is away', async () => {
  const stream = (await listen()).resume();
  let hasEnded = false;
  stream.once('end', () => (hasEnded = true));
  world.isAway = true;
  await sleep(100);
  expect(hasEnded).toBe(false);
  Object.assign(world, { isAway: false, isStaff: false });
  await once(stream, 'end');
  world.isStaff = true;
});

test('S15: the live stream carries the security headers of every answer', async () => {
  const stream = await listen();
  expect(stream.headers['x-content-type-options']).toBe('nosniff');
  expect(stream.headers['content-security-policy']).toContain("default-src 'self'");
  stream.destroy();
});

test('S15: a reader that sleeps is let go instead of filling the memory', async () => {
  world.name = 'x'.repeat(200_000);
  const stream = await listen();
  stream.on('error', () => undefined).pause();
  await expect.poll(connections, { timeout: 10_000 }).toBe(0);
  world.name = '';
  stream.destroy();
});

test('S15: asking for the headers alone opens no stream', async () => {
  const request = ask({ port, path: '/api/hq/live', method: 'HEAD', agent: false }).end();
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  await once(answer.resume(), 'end');
  expect(answer.statusCode).toBe(200);
});

test('S15: two hundred may listen, whoever comes then is told to come again', async () => {
  const streams = await Promise.all(Array.from({ length: 200 }, listen));
  for (const stream of streams) stream.on('error', () => undefined).resume();
  const late = await listen();
  expect([late.statusCode, late.headers['retry-after']]).toEqual([503, '2']);
  late.destroy();
  for (const stream of streams) stream.destroy();
  await expect.poll(connections, { timeout: 10_000 }).toBe(0);
});
