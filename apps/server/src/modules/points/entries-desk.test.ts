import { parseCsv } from 'hucre/csv';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { usePointsDesk } from './points-desk.test-support.ts';
import { sumEntries } from './sum-entries.ts';

const desk = usePointsDesk();
beforeAll(async () => {
  const at = (n: number) => `2026-11-22T08:00:0${n}.000Z`;
  await desk.award(1, 10, at(1), { regionCode: '320500', memberKind: 'chef' });
  await desk.award(2, 20, at(2), { regionCode: '320000', memberKind: 'consumer', productId: 2 });
  await desk.award(3, 30, at(3), { regionCode: null, memberKind: 'consumer', batchId: 2 });
  await desk.award(4, 40, at(4), { regionCode: '110100', memberKind: 'chef' });
  await desk.award(1, 50, at(5), { regionCode: '110100', memberKind: 'chef' });
});

const path = '/api/hq/points-entries';
const list = async (query = {}) =>
  ((await desk.get(path, query)).body['rows'] as { entryId: string }[]).map(
    ({ entryId }) => entryId,
  );

describe('S14: head office filters entries', () => {
  test.each<[Record<string, string | number>, string[]]>([
    [{}, ['1-2', '4-1', '3-1', '2-1', '1-1']],
    [{ memberId: 1 }, ['1-2', '1-1']],
    [{ memberKind: 'consumer' }, ['3-1', '2-1']],
    [{ region: '320000' }, ['2-1', '1-1']],
    [{ region: '320500' }, ['1-1']],
    [{ region: '329900' }, ['2-1']],
    [{ region: '000000' }, ['3-1']],
    [{ region: '440000' }, []],
    [{ pointsMin: 20, pointsMax: 30 }, ['3-1', '2-1']],
    [{ pointsMax: -1 }, []],
    [{ productId: 2 }, ['2-1']],
    [{ batchId: 2 }, ['3-1']],
    [{ mobile: '0004' }, ['4-1']],
    [{ mobile: '0004', memberId: 1 }, []],
    [{ kind: 'spend' }, []],
    [{ from: '2026-11-22T08:00:02.000Z', to: '2026-11-22T08:00:04.000Z' }, ['3-1', '2-1']],
    [{ memberId: 1, region: '110000', memberKind: 'chef', pointsMin: 50 }, ['1-2']],
  ])('%j', async (query, expected) => {
    expect(await list(query)).toEqual(expected);
    const { body } = await desk.get(`${path}/totals`, query);
    expect(body).toMatchObject({ isComplete: true, entries: expected.length, pointsOut: 0 });
    const members = new Set(expected.map((entryId) => entryId.split('-')[0]));
    expect(body['members']).toBe(members.size);
  });

  test('an entry tells where and what its member was then, not now', async () => {
    const { body } = await desk.get(path, { memberId: 4 });
    expect(body['rows']).toMatchObject([{ regionCode: '110100', memberKind: 'chef' }]);
    const unknown = await desk.get(path, { memberId: 3 });
    expect(unknown.body['rows']).toMatchObject([{ regionCode: null }]);
  });

  test('regions and kinds that are none are refused', async () => {
    for (const query of [{ region: '3205' }, { region: '32%000' }, { memberKind: 'x' }]) {
      expect((await desk.get(path, query)).status).toBe(400);
    }
  });
});

describe('S14: totals of the filtered entries', () => {
  test('say so when they take too long, instead of failing or holding the database', async () => {
    const { db } = desk.database;
    await db.transaction().execute(async (tx) => {
      await sql`lock table points_entry in access exclusive mode`.execute(tx);
      expect(await sumEntries(db, {}, 100)).toEqual({
        isComplete: false,
        entries: 0,
        members: 0,
        pointsIn: 0,
        pointsOut: 0,
      });
    });
    expect(await sumEntries(db, {})).toEqual({
      isComplete: true,
      entries: 5,
      members: 4,
      pointsIn: 150,
      pointsOut: 0,
    });
  });
});

describe('S14: entries as a file', () => {
  test('hold what the filters let through, in words, and nothing a spreadsheet would run', async () => {
    const file = await desk.get(`${path}/export`, { format: 'csv', region: '320000' });
    const [header, ...rows] = parseCsv(file.text.slice(1)) as string[][];
    expect(header?.slice(0, 3)).toEqual(['明细编号', '时间', '会员']);
    expect(rows).toEqual([
      [
        '2-1',
        '2026-11-22 16:00:02',
        "'=会员2",
        '154****0001',
        '消费者',
        '江苏省',
        '扫码积分',
      ].concat(['20', '20', '产品2', '1', '基础 20 分']),
      [
        '1-1',
        '2026-11-22 16:00:01',
        "'=会员1",
        '154****0001',
        '厨师',
        '江苏省 苏州市',
        '扫码积分',
      ].concat(['10', '10', '产品1', '1', '基础 10 分']),
    ]);
    expect((await desk.get(`${path}/export`, { format: 'pdf' })).status).toBe(400);
    expect((await desk.get(`${path}/export`, { format: 'xlsx' })).text.slice(0, 2)).toBe('PK');
  });

  test('hold every entry once over many pages, and end although points go on being made', async () => {
    await sql`insert into points_entry (member_id, sequence, kind, points, balance_after,
        source_kind, source_id, explanation, created_at)
      select 9, n, 'award', 1, n, 'claim', n, '{"base":1}', '2026-11-22T09:00:00Z'
      from generate_series(1, 2500) n`.execute(desk.database.db);
    const download = desk.get(`${path}/export`, { format: 'csv', memberId: 9 });
    for (let n = 0; n < 20; n += 1) await desk.award(8, 1, '2026-11-22T10:00:00.000Z');
    const [, ...rows] = parseCsv((await download).text) as string[][];
    expect(rows.map(([entryId]) => entryId)).toEqual(
      Array.from({ length: 2500 }, (_, n) => `9-${2500 - n}`),
    );
  });
});
