import Fastify from 'fastify';
import { parseCsv } from 'hucre/csv';
import { expect, test } from 'vitest';
import { Refusal } from './errors.ts';
import { momentCell, sendList } from './send-list.ts';

type Row = { number: number; madeAt: string | null };

async function download(language: 'zh' | 'en', count: number, refusal?: Refusal) {
  const asked: unknown[] = [];
  const app = Fastify();
  app.get('/', async (request, reply) => {
    await sendList<Row>(
      { request, reply },
      {
        format: 'csv',
        language,
        now: new Date('2026-11-22T16:00:00.000Z'),
        name: { zh: '表', en: 'list' },
        columns: [
          { zh: '号', en: 'number', cell: (row) => row.number },
          { zh: '时间', en: 'time', cell: (row) => momentCell(row.madeAt) },
        ],
        readPage: async (page) => {
          if (refusal) throw refusal;
          asked.push(page);
          const first = Number(page.cursor ?? 0);
          const last = Math.min(first + page.limit, count);
          const rows = Array.from({ length: last - first }, (_, index) => ({
            number: first + index,
            madeAt: index === 0 ? '2026-11-22T16:00:09.999Z' : null,
          }));
          return { rows, next: last < count ? String(last) : null };
        },
      },
    );
    return reply;
  });
  const reply = await app.inject('/');
  return { reply, rows: parseCsv(reply.body.slice(1)) as string[][], asked };
}

test('S14: every row of a list is in its file once, read a thousand at a time', async () => {
  const { rows, asked } = await download('zh', 2500);
  expect(rows.slice(1).map(([number]) => Number(number))).toEqual(
    Array.from({ length: 2500 }, (_, number) => number),
  );
  expect(asked).toEqual([
    { limit: 1000 },
    { limit: 1000, cursor: '1000' },
    { limit: 1000, cursor: '2000' },
  ]);
});

test('S14: headers and name follow the language, days and moments are those of Beijing', async () => {
  const { reply, rows } = await download('zh', 1);
  expect(rows).toEqual([
    ['号', '时间'],
    ['0', '2026-11-23 00:00:09'],
  ]);
  const disposition = reply.headers['content-disposition'];
  expect(disposition).toContain('filename="list-20261123.csv"');
  expect(disposition).toContain(`UTF-8''${encodeURIComponent('表-20261123.csv')}`);
  expect((await download('en', 0)).rows).toEqual([['number', 'time']]);
});

test('S14: what the first page refuses is a refusal, not a file that breaks off', async () => {
  const refusal = Object.assign(new Refusal('bad_request', 400, '时间格式不对'), {
    statusCode: 400,
  });
  const { reply } = await download('zh', 1, refusal);
  expect(reply.statusCode).toBe(400);
  expect(reply.headers['content-disposition']).toBeUndefined();
});
