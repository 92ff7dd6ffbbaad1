import type { Product } from '@mashang/contract';
import { parseCsv } from 'hucre/csv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/harness-database.ts';
import type { TestDatabase } from '../../../test/harness-database.ts';
import { createTestClock } from '../../../test/test-clock.ts';
import { openTestRoute } from '../../../test/test-route.ts';
import {
  createProductRules,
  readProductNames,
  registerProductRoutes,
  requireProduct,
} from './index.ts';

let database: TestDatabase;
const clock = createTestClock();
const { app, route } = openTestRoute({
  who: (request) => ({ staffId: request.headers['x-nobody'] ? null : 1 }),
});

beforeAll(async () => {
  database = await freshDatabase({ max: 20 });
  const countBatches = () => Promise.resolve(new Map([[1, 3]]));
  registerProductRoutes(route, { db: database.db, clock, countBatches });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

async function ask(method: 'GET' | 'POST' | 'PUT', url: string, body?: object) {
  const reply = await app.inject({ method, url, ...(body ? { payload: body } : {}) });
  return { status: reply.statusCode, body: reply.json<Record<string, unknown>>() };
}
async function add(name: string, pointsPerCode = 10): Promise<Product> {
  const { status, body } = await ask('POST', '/api/hq/products', { name, pointsPerCode });
  expect(status).toBe(200);
  return body as unknown as Product;
}
async function names(query: string): Promise<string[]> {
  const { body } = await ask('GET', `/api/hq/products?${query}`);
  return (body['rows'] as Product[]).map((product) => product.name);
}
const archive = (productId: number, archived: boolean) =>
  ask('POST', `/api/hq/products/${productId}/archive`, { archived });

describe('S11: products and their points rule', () => {
  test('a product is added, renamed, and its points changed', async () => {
    const product = await add(' 鲜味酱油\u0000 500ml ');
    expect(product).toMatchObject({ name: '鲜味酱油 500ml', pointsPerCode: 10, archivedAt: null });
    const url = `/api/hq/products/${product.productId}`;
    const { body } = await ask('PUT', url, { name: '老抽', pointsPerCode: 20 });
    expect(body).toMatchObject({ name: '老抽', pointsPerCode: 20, createdAt: product.createdAt });
  });

  test('of fifty products of one name added at once exactly one is there', async () => {
    const body = { name: '同名', pointsPerCode: 1 };
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => ask('POST', '/api/hq/products', body)),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = replies.filter(({ status }) => status === 409);
    expect(refused).toHaveLength(49);
    expect(refused[0]?.body).toMatchObject({ code: 'product_name_taken' });
  });

  test('a name is not taken by renaming or by putting back from the archive either', async () => {
    const first = await add('蚝油');
    const second = await add('米醋');
    const url = `/api/hq/products/${second.productId}`;
    const renamed = await ask('PUT', url, { name: '蚝油', pointsPerCode: 1 });
    expect(renamed).toMatchObject({ status: 409, body: { code: 'product_name_taken' } });
    await archive(first.productId, true);
    await add('蚝油');
    expect(await archive(first.productId, false)).toMatchObject({
      status: 409,
      body: { code: 'product_name_taken' },
    });
  });

  test('archiving twice keeps the first time; putting back ends it', async () => {
    const { productId } = await add('豆瓣酱');
    const once = await archive(productId, true);
    clock.advanceMs(60_000);
    expect((await archive(productId, true)).body).toEqual(once.body);
    expect((await archive(productId, false)).body).toMatchObject({ archivedAt: null });
  });

  test.each([
    ['PUT', '/api/hq/products/999999', { name: 'x', pointsPerCode: 1 }, 404, 'product_not_found'],
    ['POST', '/api/hq/products/999999/archive', { archived: true }, 404, 'product_not_found'],
    ['POST', '/api/hq/products', { name: ' \u0000 ', pointsPerCode: 1 }, 400, 'bad_request'],
    ['POST', '/api/hq/products', { name: 'x', pointsPerCode: 0 }, 400, 'bad_request'],
    ['POST', '/api/hq/products', { name: 'x', pointsPerCode: 1.5 }, 400, 'bad_request'],
    ['POST', '/api/hq/products', { name: 'x', pointsPerCode: '5' }, 400, 'bad_request'],
    ['GET', '/api/hq/products?cursor=nonsense', undefined, 400, 'bad_request'],
    ['GET', '/api/hq/products?search=%00', undefined, 200, undefined],
  ] as const)('%s %s %j answers %i', async (method, url, body, status, code) => {
    const reply = await ask(method, url, body);
    expect(reply.status).toBe(status);
    expect(reply.body['code']).toBe(code);
  });

  test('nobody but staff may ask', async () => {
    const headers = { 'x-nobody': '1' };
    const reply = await app.inject({ url: '/api/hq/products', headers });
    expect(reply.statusCode).toBe(401);
  });
});

describe('S11: the list of products', () => {
  beforeAll(async () => {
    for (const [name, points] of [
      ['列表 甲', 5],
      ['列表 100% 纯', 5],
      ['列表 乙', 7],
      ['列表 安', 1],
    ] as const) {
      await add(name, points);
    }
    const gone = await add('列表 旧');
    await archive(gone.productId, true);
  });

  test('is searched as typed, wildcards included, and hides what is archived', async () => {
    expect(await names('search=100%25')).toEqual(['列表 100% 纯']);
    expect(await names('search=_')).toEqual([]);
    expect(await names('search=列表&archived=yes')).toEqual(['列表 旧']);
    expect(await names('search=列表&archived=all')).toHaveLength(5);
  });

  test('is ordered by age, by pinyin and by points', async () => {
    const list = '列表 安,列表 乙,列表 100% 纯,列表 甲';
    expect((await names('search=列表')).join()).toBe(list);
    const byName = await names('search=列表&sort=name');
    expect(byName.slice(1)).toEqual(['列表 安', '列表 甲', '列表 乙']);
    const byPoints = await names('search=列表&sort=points');
    expect(byPoints).toEqual(['列表 乙', '列表 100% 纯', '列表 甲', '列表 安']);
  });

  test.each(['newest', 'name', 'points'])(
    'by %s: pages join without gap or repeat',
    async (sort) => {
      const whole = await names(`sort=${sort}&archived=all&limit=200`);
      const paged: string[] = [];
      for (let cursor = ''; ;) {
        const query = `sort=${sort}&archived=all&limit=2${cursor}`;
        const { body } = await ask('GET', `/api/hq/products?${query}`);
        paged.push(...(body['rows'] as Product[]).map((product) => product.name));
        if (body['next'] === null) break;
        cursor = `&cursor=${body['next'] as string}`;
      }
      expect(paged).toEqual(whole);
    },
  );
});

test('S11: the file of products holds what the filter shows, in its order, and runs no formula', async () => {
  await add('=1+1 导出', 3);
  const gone = await add('导出 旧', 9);
  await archive(gone.productId, true);
  const search = encodeURIComponent('导出');
  const download = async (query: string) => {
    const { body } = await app.inject(`/api/hq/products/export?search=${search}&${query}`);
    return parseCsv(body.slice(1)) as string[][];
  };
  const [header, ...rows] = await download('format=csv&archived=all&sort=points');
  expect(header).toEqual([
    '编号',
    '产品名称',
    '商品条码',
    '每码积分',
    '批次数',
    '创建时间',
    '归档时间',
  ]);
  expect(rows.map((row) => row.slice(1, 5))).toEqual([
    ['导出 旧', '', '9', '0'],
    ["'=1+1 导出", '', '3', '0'],
  ]);
  expect(rows[0]?.[6]).toMatch(/^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/);
  expect(await download('format=csv')).toHaveLength(2);
});

describe('S4: what other modules ask of products', () => {
  test('rules are read once for all who ask together, and anew after a second', async () => {
    const { productId } = await add('规则', 10);
    const rules = createProductRules({ db: database.db, clock });
    const together = await Promise.all([rules.read(), rules.read()]);
    expect(together[0]).toBe(together[1]);
    expect(together[0].get(productId)).toEqual({ name: '规则', pointsPerCode: 10 });
    await ask('PUT', `/api/hq/products/${productId}`, { name: '规则', pointsPerCode: 11 });
    clock.advanceMs(1_001);
    expect((await rules.read()).get(productId)?.pointsPerCode).toBe(11);
    await archive(productId, true);
    clock.advanceMs(-3_600_000);
    expect((await rules.read()).get(productId)?.pointsPerCode).toBe(11);
  });

  test('an archived or unknown product gets no new batch; names stay readable', async () => {
    const { productId } = await add('停产');
    const require = (id: number) =>
      database.db.transaction().execute((tx) => requireProduct(tx, id));
    await require(productId);
    await archive(productId, true);
    await expect(require(productId)).rejects.toMatchObject({ code: 'product_not_found' });
    await expect(require(999_999)).rejects.toMatchObject({ code: 'product_not_found' });
    const found = await readProductNames(database.db, [productId, 999_999]);
    expect([...found]).toEqual([[productId, '停产']]);
  });
});
