import type { Batch } from '@mashang/contract';
import { parseCsv } from 'hucre/csv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCodeDesk } from './code-desk.test-support.ts';
import type { CodeDesk } from './code-desk.test-support.ts';

let desk: CodeDesk;
beforeAll(async () => {
  desk = await openCodeDesk();
});
afterAll(() => desk.close());

/** One field of a whole list, read two rows at a time. */
async function readPages<Row>(url: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor = ''; ;) {
    const { body } = await desk.ask('GET', `${url}&limit=2${cursor}`);
    rows.push(...(body['rows'] as Row[]));
    if (body['next'] === null) return rows;
    cursor = `&cursor=${body['next'] as string}`;
  }
}

/** A file as rows of cells, the header first. */
async function download(url: string): Promise<string[][]> {
  const reply = await desk.app.inject(url);
  expect(reply.statusCode).toBe(200);
  return parseCsv(reply.body.slice(1)) as string[][];
}

test('S11: batches turn round: oldest first is newest first backwards', async () => {
  const productId = await desk.aProduct();
  for (let count = 0; count < 5; count++) await desk.aBatch({ productId });
  const ids = async (sort: string) =>
    (await readPages<Batch>(`/api/hq/batches?productId=${productId}&sort=${sort}`)).map(
      ({ batchId }) => batchId,
    );
  const newest = await ids('newest');
  expect(newest).toEqual(newest.toSorted((one, other) => other - one));
  expect(newest).toHaveLength(5);
  expect(await ids('oldest')).toEqual(newest.toReversed());
});

test('S11: the file of batches holds every batch of the filter and no code', async () => {
  const productId = await desk.aProduct('=cmd 酱油');
  const note = '@SUM(A1)';
  const { body } = await desk.ask('POST', '/api/hq/batches', { productId, quantity: 7, note });
  const other = await desk.aBatch({ productId, codeLength: 18 });
  await desk.change(other.batchId, 'activation');
  const url = `/api/hq/batches/export?format=csv&productId=${productId}`;
  const [header, ...rows] = await download(`${url}&sort=oldest`);
  const titles = ['批次', '产品', '来源', '状态', '段数', '数量', '已积分', '码长', '网址形式'];
  const others = ['密钥版本', '交付份数', '备注', '创建时间', '创建人', '激活时间'];
  expect(header).toEqual([...titles, ...others]);
  const own = ["'=cmd 酱油", '本系统生成'];
  expect(rows.map((row) => [...row.slice(0, 9), row[11], row[13]])).toEqual([
    [
      String(body['batchId']),
      ...own,
      '未激活',
      '1',
      '7',
      '0',
      '16',
      '普通网址',
      "'@SUM(A1)",
      '张经理',
    ],
    [String(other.batchId), ...own, '已激活', '1', '100', '0', '18', '普通网址', '', '张经理'],
  ]);
  expect(rows[1]?.[14]).toMatch(/^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/);
  expect(await download(`${url}&state=activated`)).toHaveLength(2);
});

test('S11: an XLSX of the batches is one', async () => {
  const reply = await desk.app.inject('/api/hq/batches/export?format=xlsx');
  expect(reply.statusCode).toBe(200);
  expect(reply.rawPayload.subarray(0, 2).toString()).toBe('PK');
});

test('S11: a forged question for the file is refused', async () => {
  for (const query of ['format=pdf', 'format=csv&sort=random', 'format=csv&cursor=x', '']) {
    const reply = await desk.app.inject(`/api/hq/batches/export?${query}`);
    expect(reply.statusCode).toBe(400);
  }
});

test('S11: a search for what no text can hold finds, and does not fail', async () => {
  const { batchId } = await desk.aBatch({ note: '甲线 100%' });
  for (const search of ['%00', '%00甲线%00 100%25', '甲线%E2%80%AE']) {
    for (const list of ['batches', 'code-imports']) {
      const url = `/api/hq/${list}?search=${search}`;
      expect((await desk.app.inject(url)).statusCode, url).toBe(200);
    }
  }
  const found = await readPages<Batch>('/api/hq/batches?search=%00甲线%00 100%25');
  expect(found.map((batch) => batch.batchId)).toEqual([batchId]);
});
