import { sql } from 'kysely';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase } from './database.ts';
import { createFastifyApp } from './fastify-app.ts';

let app: FastifyInstance;
beforeAll(async () => {
  app = createFastifyApp({
    logLevel: 'silent',
    trustedProxies: [],
    ownOrigins: [],
    scriptOrigins: ['https://res.wx.qq.com'],
    frameAncestors: ["'self'", 'http://127.0.0.1:8090'],
  });
  app.get('/page', async (_request, reply) => reply.type('text/html').send('<p>'));
  app.get('/file', async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=31536000, immutable').send('x'),
  );
  app.get('/address', async (request) => ({ address: request.ip }));
  app.post('/write', async () => ({}));
  // Nobody listens on port 1: a database that is away.
  const { db } = createDatabase('postgres://nobody@127.0.0.1:1/nothing', { max: 1 });
  app.get('/rows', () => sql`select 1`.execute(db));
  await app.ready();
});
afterAll(() => app.close());

describe('S19: the headers of every answer', () => {
  test.each(['/page', '/file', '/nothing'])('%s', async (url) => {
    const { headers } = await app.inject(url);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval' https://res.wx.qq.com");
    expect(policy).toContain("frame-ancestors 'self' http://127.0.0.1:8090");
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    });
  });

  test('only what says so may be stored', async () => {
    expect((await app.inject('/page')).headers['cache-control']).toBe('no-store');
    expect((await app.inject('/nothing')).headers['cache-control']).toBe('no-store');
    expect((await app.inject('/file')).headers['cache-control']).toContain('immutable');
  });
});

describe('S19: who is asking', () => {
  test('X-Forwarded-For is nobody’s word unless a proxy is trusted', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.7' };
    expect((await app.inject({ url: '/address', headers })).json()).toEqual({
      address: '127.0.0.1',
    });
  });
});

describe('bodies', () => {
  test.each([
    ['{"a":1', 'application/json', 400],
    ['a=1', 'application/x-www-form-urlencoded', 415],
    ['<a/>', 'text/xml', 415],
    [`"${'x'.repeat(65_536)}"`, 'application/json', 413],
  ])('%.20s as %s is answered with %d in the common shape', async (payload, type, status) => {
    const headers = { 'content-type': type };
    const answer = await app.inject({ method: 'POST', url: '/write', payload, headers });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({
      code: 'bad_request',
      requestId: answer.headers['x-request-id'],
    });
  });
});

test('B2: while the database is away everything says "later", not "broken"', async () => {
  const { statusCode, headers, body } = await app.inject('/rows');
  expect(statusCode).toBe(503);
  expect(headers['retry-after']).toBe('2');
  expect(JSON.parse(body)).toMatchObject({ code: 'busy' });
});
