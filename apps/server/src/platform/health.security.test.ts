import fastify from 'fastify';
import { expect, test } from 'vitest';
import type { Db } from './database.ts';
import { registerHealthRoutes } from './health.ts';

test('B14: metrics are for this machine, not for whom a proxy on it speaks', async () => {
  const app = fastify();
  registerHealthRoutes(app, { db: {} as Db, gauges: [] });
  const statusOf = async (remoteAddress: string, headers: Record<string, string> = {}) =>
    (await app.inject({ url: '/metrics', remoteAddress, headers })).statusCode;
  expect(await statusOf('127.0.0.1')).toBe(200);
  expect(await statusOf('10.0.0.9')).toBe(404);
  expect(await statusOf('127.0.0.1', { 'x-forwarded-for': '10.0.0.9' })).toBe(404);
  expect(await statusOf('127.0.0.1', { via: '1.1 proxy' })).toBe(404);
});
