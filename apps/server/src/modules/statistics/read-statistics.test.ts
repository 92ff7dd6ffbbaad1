import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StatisticsDimension } from '@mashang/contract';
import { freshDatabase, type TestDatabase } from '../../../test/harness-database.ts';
import { beijingDay } from '../../platform/clock.ts';
import { foldRollup } from './fold-rollup.ts';
import { readQuestion, type StatisticsQuery } from './read-question.ts';
import { readStatistics } from './read-statistics.ts';
import { recordClaims, type CountedClaim } from './record-claims.ts';
import { startOfStep } from './time-steps.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ max: 4 });
  await claimAWeek();
});
afterAll(() => database.close());

type Claim = CountedClaim & { at: Date };
/** What happened, as a naive reader would keep it. */
const claims: Claim[] = [];
const regions = [null, '110000', '110100', '320000', '320500', '320100', '440300'];

/** Two weeks of claims; half are folded, half wait. */
async function claimAWeek(): Promise<void> {
  const start = Date.parse('2026-11-08T10:00:00Z');
  for (let n = 0; n < 400; n += 1) {
    const at = new Date(start + n * 3_000_000);
    const claim = {
      memberId: (n % 9) + 1,
      memberKind: n % 9 < 3 ? ('chef' as const) : ('consumer' as const),
      regionCode: regions[(n % 9) % 7] ?? null,
      productId: (n % 4) + 1,
      batchId: (n % 5) + 1,
      points: (n % 11) + 1,
    };
    claims.push({ ...claim, at });
    await database.db.transaction().execute((tx) => recordClaims(tx, [claim], at));
    if (n === 200) await database.db.transaction().execute((tx) => foldRollup(tx));
  }
}

const names = {
  language: 'zh' as const,
  describeMembers: async (_db: unknown, ids: number[]) =>
    new Map(ids.map((id) => [id, { name: `会员${id}`, mobileMasked: '154****0001' }])),
  readProductNames: async (_db: unknown, ids: number[]) =>
    new Map(ids.filter((id) => id !== 4).map((id) => [id, `产品${id}`])),
};
const ask = (query: StatisticsQuery, language: 'zh' | 'en' = 'zh') =>
  readStatistics(database.db, readQuestion(query), { ...names, language });

const from = '2026-11-14T16:00:00.000Z';
const to = '2026-11-21T16:00:00.000Z';

function keyOf(dimension: StatisticsDimension, claim: Claim, at: Date): string {
  const region = claim.regionCode ?? '';
  switch (dimension) {
    case 'province':
      return region && `${region.slice(0, 2)}0000`;
    case 'city':
      return region.replace(/0000$/, '9900');
    case 'product':
      return String(claim.productId);
    case 'batch':
      return String(claim.batchId);
    case 'memberKind':
      return claim.memberKind;
    case 'member':
      return String(claim.memberId);
    default:
      return startOfStep(dimension, at).toISOString();
  }
}

/** The same by counting one by one. */
function count(query: StatisticsQuery) {
  const [start, end] = [Date.parse(query.from), Date.parse(query.to)];
  const isIn = ({ regionCode, productId, batchId, memberKind, memberId }: Claim) =>
    (query.region === undefined ||
      (query.region === '000000' && regionCode === null) ||
      regionCode === query.region?.replace(/9900$/, '0000') ||
      (query.region.endsWith('0000') && regionCode?.slice(0, 2) === query.region.slice(0, 2))) &&
    (query.productId ?? productId) === productId &&
    (query.batchId ?? batchId) === batchId &&
    (query.memberKind ?? memberKind) === memberKind &&
    (query.memberId ?? memberId) === memberId;
  const rows = new Map<string, Record<string, [number, number]>>();
  const add = (row: string, column: string, points: number) => {
    const cells = rows.get(row) ?? {};
    const [claims, sum] = cells[column] ?? [0, 0];
    rows.set(row, { ...cells, [column]: [claims + 1, sum + points] });
  };
  for (const claim of claims.filter(isIn)) {
    const at = claim.at.getTime();
    if (at >= start && at < end) {
      const key = keyOf(query.by, claim, claim.at);
      add(key, 'all', claim.points);
      if (query.across) add(key, `cell ${keyOf(query.across, claim, claim.at)}`, claim.points);
    } else if (query.compare && at >= 2 * start - end && at < start) {
      add(keyOf(query.by, claim, new Date(at + end - start)), 'previous', claim.points);
    }
  }
  return rows;
}

async function expectSameAsCounting(query: StatisticsQuery): Promise<void> {
  const answer = await ask(query);
  const told = new Map(
    answer.rows.map((row) => {
      const cells: Record<string, [number, number]> = {};
      const put = (name: string, { claims, points }: { claims: number; points: number }) => {
        if (claims !== 0 || points !== 0) cells[name] = [claims, points];
      };
      put('all', row);
      if (row.previous) put('previous', row.previous);
      row.cells.forEach((cell, index) => put(`cell ${answer.columns[index]?.key}`, cell));
      return [row.key, cells];
    }),
  );
  for (const [key, cells] of told) if (Object.keys(cells).length === 0) told.delete(key);
  expect(told).toEqual(count(query));
  const sum = (name: 'claims' | 'points') =>
    answer.rows.reduce((total, row) => total + row[name], 0);
  expect(answer.total).toEqual({ claims: sum('claims'), points: sum('points') });
}

const ofClaims = ['hour', 'day', 'week', 'month', 'province', 'city', 'product', 'batch'] as const;
const ofMembers = ['day', 'week', 'month', 'product', 'member'] as const;

describe('S15: statistics', () => {
  test('say by every two dimensions, filter and period what counting one by one says', async () => {
    const anyDimension = fc.constantFrom(...ofClaims, 'memberKind' as const);
    const anyQuery = fc.record(
      {
        by: anyDimension,
        across: anyDimension,
        compare: fc.constant('1' as const),
        region: fc.constantFrom('000000', '110000', '320000', '320500', '329900'),
        productId: fc.integer({ min: 1, max: 5 }),
        batchId: fc.integer({ min: 1, max: 6 }),
        memberKind: fc.constantFrom('chef' as const, 'consumer' as const),
        fromHour: fc.integer({ min: 0, max: 300 }),
        hours: fc.integer({ min: 1, max: 96 }),
      },
      { requiredKeys: ['by', 'fromHour', 'hours'] },
    );
    await fc.assert(
      fc.asyncProperty(anyQuery, async ({ fromHour, hours, across, ...query }) => {
        const start = Date.parse('2026-11-08T10:00:00Z') + fromHour * 3_600_000;
        const period = {
          from: new Date(start).toISOString(),
          to: new Date(start + hours * 3_600_000).toISOString(),
        };
        const second = across && across !== query.by ? { across } : {};
        await expectSameAsCounting({ ...query, ...second, ...period });
      }),
      { numRuns: 150 },
    );
  });

  test('of members say the same, for one member and for all', async () => {
    for (const by of ofMembers) {
      await expectSameAsCounting({ by, from, to, compare: '1', memberId: 3 });
      await expectSameAsCounting({ by, from, to, productId: 2, memberId: 2 });
    }
    await expectSameAsCounting({ by: 'member', from, to, compare: '1' });
    await expectSameAsCounting({ by: 'member', from, to, productId: 2 });
    await expectSameAsCounting({ by: 'day', across: 'product', from, to, memberId: 2 });
  });

  test('are the same while figures wait and when they are folded', async () => {
    const query = { by: 'city', across: 'day', from, to, compare: '1' } as const;
    const before = await ask(query);
    while ((await database.db.transaction().execute((tx) => foldRollup(tx))) > 0);
    expect(await ask(query)).toEqual(before);
  });

  test('have a row for every step of time, empty or not, in order', async () => {
    const answer = await ask({ by: 'day', from, to: '2026-11-30T16:00:00.000Z' });
    expect(answer.rows.map(({ label }) => label)).toEqual(
      Array.from({ length: 16 }, (_, n) => beijingDay(new Date(Date.parse(from) + n * 86_400_000))),
    );
    expect(answer.rows.at(-1)).toEqual({
      key: '2026-11-29T16:00:00.000Z',
      label: '2026-11-30',
      claims: 0,
      points: 0,
      previous: null,
      cells: [],
    });
    const empty = await ask({
      by: 'week',
      from: '2031-01-01T00:00:00.000Z',
      to: '2031-01-02T00:00:00.000Z',
    });
    expect(empty).toMatchObject({
      rows: [{ label: '2030-12-30 至 01-05', claims: 0, previous: null }],
      total: { claims: 0, points: 0 },
      previousTotal: null,
      rowsLeftOut: 0,
    });
  });

  test('name what they count, in the language of the caller', async () => {
    const labels = async (by: StatisticsDimension, language: 'zh' | 'en' = 'zh') =>
      (await ask({ by, from, to }, language)).rows
        .map(({ key, label }) => `${key} ${label}`)
        .sort();
    expect(await labels('province')).toEqual([
      ' 未知',
      '110000 北京市',
      '320000 江苏省',
      '440000 广东省',
    ]);
    expect(await labels('city')).toContain('329900 江苏省（城市未知）');
    expect(await labels('city')).toContain('320500 江苏省 苏州市');
    expect(await labels('province', 'en')).toContain('320000 Jiangsu');
    expect(await labels('city', 'en')).toContain('329900 Jiangsu (city unknown)');
    expect(await labels('product')).toEqual(['1 产品1', '2 产品2', '3 产品3', '4 #4']);
    expect(await labels('memberKind')).toEqual(['chef 厨师', 'consumer 消费者']);
    expect(await labels('batch')).toContain('2 批次 2');
    expect(await labels('member')).toContain('2 会员2 154****0001');
    expect(await labels('month')).toEqual(['2026-10-31T16:00:00.000Z 2026-11']);
    expect((await labels('hour'))[0]).toBe('2026-11-14T16:00:00.000Z 2026-11-15 00:00');
  });
});
