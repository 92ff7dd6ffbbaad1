import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/harness-database.ts';
import type { TestDatabase } from '../../../test/harness-database.ts';
import { createTestClock } from '../../../test/test-clock.ts';
import { openTestRoute } from '../../../test/test-route.ts';
import { readGtin, registerProductRoutes } from './index.ts';

let database: TestDatabase;
const { app, route } = openTestRoute({ who: () => ({ staffId: 1 }) });

beforeAll(async () => {
  database = await freshDatabase({ max: 20 });
  const countBatches = () => Promise.resolve(new Map());
  registerProductRoutes(route, { db: database.db, clock: createTestClock(), countBatches });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

async function ask(method: 'POST' | 'PUT', url: string, body: object) {
  const reply = await app.inject({ method, url, payload: body });
  return { status: reply.statusCode, body: reply.json<Record<string, unknown>>() };
}
function save(name: string, gtin?: string | null, productId?: number) {
  const body = { name, pointsPerCode: 1, ...(gtin === undefined ? {} : { gtin }) };
  return productId === undefined
    ? ask('POST', '/api/hq/products', body)
    : ask('PUT', `/api/hq/products/${productId}`, body);
}
const idOf = (reply: { body: Record<string, unknown> }) => reply.body['productId'] as number;
const archive = (productId: number, archived: boolean) =>
  ask('POST', `/api/hq/products/${productId}/archive`, { archived });
async function names(search: string): Promise<string[]> {
  const reply = await app.inject({ url: '/api/hq/products', query: { search } });
  return reply.json<{ rows: { name: string }[] }>().rows.map(({ name }) => name);
}

describe('B18: the GTIN of a product', () => {
  test('is kept with fourteen digits however it was typed, found by its digits, and removed by null', async () => {
    const made = await save('条码 甲', ' 690-1234 567892');
    expect(made.body).toMatchObject({ gtin: '06901234567892' });
    const productId = idOf(made);
    expect(await names('690 1234567892')).toEqual(['条码 甲']);
    expect(await readGtin(database.db, [productId, 999_999])).toEqual(
      new Map([[productId, '06901234567892']]),
    );
    expect((await save('条码 甲', undefined, productId)).body['gtin']).toBe('06901234567892');
    expect((await save('条码 甲', null, productId)).body['gtin']).toBeNull();
    expect(await readGtin(database.db, [productId])).toEqual(new Map());
  });

  test.each(['6901234567891', '123', '6901234567892x', '00000000'])(
    'is refused when it is none: %s',
    async (gtin) => {
      const refused = { status: 400, body: { code: 'gtin_invalid' } };
      expect(await save('条码 错', gtin)).toMatchObject(refused);
      expect(await names('条码 错')).toEqual([]);
    },
  );

  test('of fifty products given one GTIN at once exactly one has it', async () => {
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, n) => save(`条码 同 ${n}`, '96385074')),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of replies) {
      if (status !== 200) expect([status, body['code']]).toEqual([409, 'gtin_taken']);
    }
  });

  test('is free while its product is archived, and then not given back twice', async () => {
    const old = idOf(await save('条码 旧', '036000291452'));
    const young = idOf(await save('条码 新'));
    const taken = { status: 409, body: { code: 'gtin_taken' } };
    expect(await save('条码 新', '36000291452'.padStart(14, '0'), young)).toMatchObject(taken);
    await archive(old, true);
    expect((await save('条码 新', '036000291452', young)).status).toBe(200);
    expect(await archive(old, false)).toMatchObject(taken);
  });
});
