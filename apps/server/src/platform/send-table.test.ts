import Fastify from 'fastify';
import { parseCsv } from 'hucre/csv';
import { readXlsx } from 'hucre/xlsx';
import { expect, test } from 'vitest';
import { defuseFormula, sendTable, type TableCell, type TableFormat } from './send-table.ts';

const hostile: TableCell[][] = [
  ['=HYPERLINK("http://evil","点我")', 1],
  ['  =1+1', 2],
  ['＝cmd', 3],
  ['@SUM(A1)', 4],
  ['-5 分', -5],
  ['两行\n"引号", 逗号', 6],
  ['控制\u0000符\ud800', 7],
  [null, 8],
];

async function download(format: TableFormat, rows: Iterable<TableCell[]>) {
  const app = Fastify();
  app.get('/', (request, reply) =>
    sendTable(
      { request, reply },
      { format, name: '表', plainName: 't', columns: ['名', '数'], rows },
    ),
  );
  return await app.inject('/');
}

test('S14: no cell of a CSV starts a formula, and every cell comes back', async () => {
  const reply = await download('csv', hostile);
  expect(reply.headers['content-disposition']).toContain("filename*=UTF-8''%E8%A1%A8.csv");
  expect(reply.body.startsWith('\ufeff名,数')).toBe(true);
  const rows = parseCsv(reply.body.slice(1)) as string[][];
  expect(rows).toHaveLength(hostile.length + 1);
  for (const [text = ''] of rows) expect(text).not.toMatch(/^[\s]*[=+\-@＝]/u);
  expect(rows[6]?.[0]).toBe('两行\n"引号", 逗号');
  expect(rows[5]).toEqual(["'-5 分", '-5']);
});

test('S14: an XLSX opens, with texts as texts and numbers as numbers', async () => {
  const reply = await download('xlsx', hostile);
  const book = await readXlsx(reply.rawPayload);
  const rows = book.sheets[0]?.rows ?? [];
  expect(rows).toHaveLength(hostile.length + 1);
  expect(rows[1]).toEqual(['=HYPERLINK("http://evil","点我")', 1]);
  expect(rows[5]?.[1]).toBe(-5);
  expect(reply.rawPayload.toString('latin1')).not.toContain('<f>');
});

test('S14: 300,000 rows go out without being held in memory', async () => {
  function* many(): Generator<TableCell[]> {
    for (let row = 0; row < 300_000; row++) yield [`第 ${row} 行的一段不算短的文字`, row];
  }
  const app = Fastify();
  app.get('/', (request, reply) =>
    sendTable(
      { request, reply },
      { format: 'csv', name: 'x', plainName: 'x', columns: ['a', 'b'], rows: many() },
    ),
  );
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const before = process.memoryUsage().rss;
  const response = await fetch(address);
  let bytes = 0;
  for await (const chunk of response.body ?? []) bytes += (chunk as Uint8Array).length;
  await app.close();
  expect(bytes).toBeGreaterThan(10_000_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
});

test.each(['红烧酱油', '5 号店', 'a=b', ''])('S14: the harmless %j stays as it is', (text) => {
  expect(defuseFormula(text)).toBe(text);
});
