import type { Batch, CodeImport } from '@mashang/contract';
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

test('S11: batches and imports turn round: oldest first is newest first backwards', async () => {
  const productId = await desk.aProduct();
  for (let count = 0; count < 5; count++) await desk.aBatch({ productId });
  for (let count = 0; count < 5; count++) await desk.importFile(`TURN-${count}\n`);
  const batches = async (sort: string) =>
    (await readPages<Batch>(`/api/hq/batches?productId=${productId}&sort=${sort}`)).map(
      ({ batchId }) => batchId,
    );
  const imports = async (sort: string) =>
    (await readPages<CodeImport>(`/api/hq/code-imports?sort=${sort}`)).map(
      ({ importId }) => importId,
    );
  for (const [list, length] of [
    [batches, 5],
    [imports, 5],
  ] as const) {
    const newest = await list('newest');
    expect(newest).toEqual(newest.toSorted((one, other) => other - one));
    expect(newest).toHaveLength(length);
    expect(await list('oldest')).toEqual(newest.toReversed());
  }
});

test('S11: the file of batches holds every batch of the filter and no code', async () => {
  const productId = await desk.aProduct('=cmd 酱油');
  const note = '@SUM(A1)';
  const { body } = await desk.ask('POST', '/api/hq/batches', { productId, quantity: 7, note });
  const other = await desk.aBatch({ productId, codeLength: 18 });
  await desk.changeState(other.batchId, 'activate');
  const url = `/api/hq/batches/export?format=csv&productId=${productId}`;
  const [header, ...rows] = await download(`${url}&sort=oldest`);
  const titles = ['批次', '产品', '来源', '状态', '数量', '已积分', '码长', '备注', '创建时间'];
  expect(header).toEqual([...titles, '激活时间']);
  expect(rows.map((row) => row.slice(0, 8))).toEqual([
    [String(body['batchId']), "'=cmd 酱油", '本系统生成', '未激活', '7', '0', '16', "'@SUM(A1)"],
    [String(other.batchId), "'=cmd 酱油", '本系统生成', '已激活', '100', '0', '18', ''],
  ]);
  expect(rows[1]?.[9]).toMatch(/^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/);
  expect(await download(`${url}&state=activated`)).toHaveLength(2);
});

test('S11: the file of imports says how each ended, and holds none of its lines', async () => {
  const done = await desk.importFile('SECRET-1\nSECRET-1\nSECRET-2\n');
  const [header, ...rows] = await download('/api/hq/code-imports/export?format=csv');
  const row = Object.fromEntries(
    (header ?? []).map((title, index) => [title, rows[0]?.[index] ?? '']),
  );
  expect(row).toMatchObject({
    编号: String(done.importId),
    文件: 'codes.csv',
    状态: '已完成',
    已读行数: '3',
    已导入: '2',
    文件内重复: '1',
    失败原因: '',
  });
  expect(JSON.stringify(rows)).not.toContain('SECRET');
  const failed = await download('/api/hq/code-imports/export?format=csv&state=failed');
  expect(failed).toHaveLength(1);
});

test('S11: an XLSX of the batches is one', async () => {
  const reply = await desk.app.inject('/api/hq/batches/export?format=xlsx');
  expect(reply.statusCode).toBe(200);
  expect(reply.rawPayload.subarray(0, 2).toString()).toBe('PK');
});

test.each(['batches', 'code-imports'])('S11: of %s a forged question is refused', async (list) => {
  for (const query of ['format=pdf', 'format=csv&sort=random', 'format=csv&cursor=x', '']) {
    const reply = await desk.app.inject(`/api/hq/${list}/export?${query}`);
    expect(reply.statusCode).toBe(400);
  }
});
