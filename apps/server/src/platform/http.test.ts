import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestRoute } from '../../test/test-route.ts';
import { createFastifyApp } from './fastify-app.ts';
import { Refusal, tooManyRequests } from './errors.ts';
import type { Caller, Route } from './http.ts';

let app: FastifyInstance;
let route: Route;
let who: Partial<Caller>;
let audited: { operation: string; staffId: number | null; input: unknown }[];

beforeEach(() => {
  who = {};
  audited = [];
  app = createFastifyApp({
    logLevel: 'silent',
    trustedProxies: [],
    ownOrigins: ['https://points.example.cn'],
    scriptOrigins: ['https://res.wx.qq.com'],
    frameAncestors: [],
  });
  ({ route } = openTestRoute({
    app,
    who: () => ({ staffId: null, ...who }),
    audit: async (entry) => void audited.push(entry),
  }));
});
afterEach(() => app.close());

const product = {
  productId: 1,
  name: '酱油',
  pointsPerCode: 10,
  gtin: null,
  batchCount: 0,
  createdAt: '2026-11-22T08:00:00.000Z',
  archivedAt: null,
};

describe('S15: what an operation leaves behind', () => {
  test('a head-office write leaves one line: who, what, with what', async () => {
    who = { staffId: 3 };
    route('PUT /api/hq/products/:productId', async () => product);
    const payload = { name: '酱油', pointsPerCode: 10 };
    await app.inject({ method: 'PUT', url: '/api/hq/products/1', payload });
    expect(audited).toMatchObject([
      {
        operation: 'PUT /api/hq/products/:productId',
        staffId: 3,
        input: { productId: 1, ...payload },
      },
    ]);
  });

  test('a read leaves none, a refused write neither', async () => {
    who = { staffId: 3 };
    route('GET /api/hq/setup', async () => ({ needed: true }));
    route('POST /api/hq/products', async () => {
      throw new Refusal('product_name_taken', 409, '已有同名产品');
    });
    await app.inject('/api/hq/setup');
    const payload = { name: '酱油', pointsPerCode: 10 };
    const refused = await app.inject({ method: 'POST', url: '/api/hq/products', payload });
    expect([refused.statusCode, audited]).toEqual([409, []]);
  });

  test('S19: passwords and tokens are stars in it', async () => {
    who = { staffId: 3 };
    route('POST /api/hq/password', async () => ({}));
    const payload = { currentPassword: 'the old one', newPassword: 'the new one' };
    await app.inject({ method: 'POST', url: '/api/hq/password', payload });
    expect(audited[0]?.input).toEqual({ currentPassword: '***', newPassword: '***' });
  });
});

describe('a handler’s answer', () => {
  test('that breaks the contract is a bug in tests, not a surprise in a browser', async () => {
    route('GET /api/hq/setup', async () => ({ needed: 'perhaps' }) as never);
    const answer = await app.inject('/api/hq/setup');
    expect(answer.json()).toMatchObject({ code: 'internal' });
    expect(answer.body).not.toContain('contract');
  });

  test('that is a refusal carries its status, details and Retry-After', async () => {
    route('GET /api/hq/setup', async () => {
      throw tooManyRequests(17);
    });
    const answer = await app.inject('/api/hq/setup');
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([429, '17']);
    expect(answer.json()).toMatchObject({
      code: 'too_many_requests',
      message: expect.stringContaining('17 秒') as string,
    });
  });

  test('S19: that is a bug tells its number and nothing of the cause', async () => {
    route('GET /api/hq/setup', async () => {
      throw new Error('relation "member" has no column 15400000001');
    });
    const answer = await app.inject('/api/hq/setup');
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toMatch(/relation|154/);
    expect(answer.json<{ message: string }>().message).toContain(answer.headers['x-request-id']);
  });
});

describe('S19: the origin of a write', () => {
  test.each([
    [undefined, 200],
    ['https://points.example.cn', 200],
    ['http://server.local:8080', 200],
    ['https://points.example.cn.evil.example', 403],
    ['http://points.example.cn', 403],
    ['http://server.local', 403],
    ['null', 403],
    ['', 403],
  ])('%j is answered with %d', async (origin, status) => {
    route('POST /api/session/end', async () => ({}));
    const answer = await app.inject({
      method: 'POST',
      url: '/api/session/end',
      payload: {},
      headers: { host: 'server.local:8080', ...(origin === undefined ? {} : { origin }) },
    });
    expect(answer.statusCode).toBe(status);
  });
});

test('B2: refusing does not wait for slow neighbours', async () => {
  route('GET /api/hq/setup', async () => {
    await sleep(200);
    return { needed: true };
  });
  route('GET /api/hq/products', async () => ({ rows: [], next: null }));
  const slow = app.inject('/api/hq/setup');
  const answer = await app.inject('/api/hq/products');
  expect(answer.statusCode).toBe(401);
  expect((await slow).statusCode).toBe(200);
});
