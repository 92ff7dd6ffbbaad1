import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StatisticsDimension } from '@mashang/contract';
import { freshDatabase, type TestDatabase } from '../../../test/harness-database.ts';
import { awardPoints, openAccount } from '../points/index.ts';
import { sumEntries } from '../points/sum-entries.ts';
import { foldRollup } from './fold-rollup.ts';
import { readQuestion } from './read-question.ts';
import { readStatistics } from './read-statistics.ts';
import { recordClaims } from './record-claims.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ max: 4 });
  const start = Date.parse('2026-11-14T16:00:00Z');
  for (let n = 0; n < 300; n += 1) await claim(n, new Date(start + n * 2_000_000));
});
afterAll(() => database.close());

const regions = [null, '110000', '110100', '320000', '320500'];

async function claim(n: number, at: Date): Promise<void> {
  const award = {
    memberId: (n % 7) + 1,
    memberKind: n % 2 ? ('chef' as const) : ('consumer' as const),
    regionCode: regions[n % 5] ?? null,
    productId: (n % 3) + 1,
    batchId: (n % 4) + 1,
    points: (n % 13) + 1,
    sourceKind: 'claim' as const,
    sourceId: BigInt(n + 1),
    explanation: { base: 1 },
  };
  await database.db.transaction().execute(async (tx) => {
    await openAccount(tx, award.memberId);
    await awardPoints(tx, [award], at);
    await recordClaims(tx, [award], at);
  });
  if (n % 50 === 0) await database.db.transaction().execute((tx) => foldRollup(tx));
}

const period = { from: '2026-11-15T16:00:00.000Z', to: '2026-11-20T16:00:00.000Z' };
const names = {
  language: 'zh' as const,
  describeMembers: async () => new Map(),
  readProductNames: async () => new Map(),
};

/** The filter that opens one figure, as the page makes it from the key. */
function filterOf(dimension: StatisticsDimension, key: string, next: string | undefined) {
  switch (dimension) {
    case 'province':
    case 'city':
      return { region: key === '' ? '000000' : key };
    case 'product':
      return { productId: Number(key) };
    case 'batch':
      return { batchId: Number(key) };
    case 'memberKind':
      return { memberKind: key as 'chef' | 'consumer' };
    case 'member':
      return { memberId: Number(key) };
    default: {
      const from = key > period.from ? key : period.from;
      return { from: new Date(from), to: new Date(next ?? period.to) };
    }
  }
}

describe('S15: a figure opens into entries that add up to it', () => {
  const dimensions = [
    'hour',
    'day',
    'week',
    'month',
    'province',
    'city',
    'product',
    'batch',
  ] as const;
  test.each([...dimensions, 'memberKind' as const, 'member' as const])('by %s', async (by) => {
    const answer = await readStatistics(database.db, readQuestion({ by, ...period }), names);
    expect(answer.rows.length).toBeGreaterThan(0);
    for (const [index, { key, claims, points }] of answer.rows.entries()) {
      const entries = await sumEntries(database.db, {
        kind: 'award',
        from: new Date(period.from),
        to: new Date(period.to),
        ...filterOf(by, key, answer.rows[index + 1]?.key),
      });
      expect([key, entries.entries, entries.pointsIn]).toEqual([key, claims, points]);
    }
  });

  test('by two dimensions and filters at once', async () => {
    const anyQuestion = fc.record({
      by: fc.constantFrom('product' as const, 'memberKind' as const),
      across: fc.constantFrom('batch' as const, 'province' as const),
      region: fc.constantFrom(undefined, '320000', '110100', '000000'),
    });
    await fc.assert(
      fc.asyncProperty(anyQuestion, async ({ by, across, region }) => {
        const filter = region === undefined ? {} : { region };
        const question = readQuestion({ by, across, ...filter, ...period });
        const answer = await readStatistics(database.db, question, names);
        for (const row of answer.rows) {
          for (const [index, { claims, points }] of row.cells.entries()) {
            const column = answer.columns[index]?.key ?? '';
            // A city filtered by stays the city when its province is the column.
            const ofColumn = region && across === 'province' ? {} : filterOf(across, column, '');
            const entries = await sumEntries(database.db, {
              kind: 'award',
              from: new Date(period.from),
              to: new Date(period.to),
              ...filter,
              ...ofColumn,
              ...filterOf(by, row.key, ''),
            });
            expect([entries.entries, entries.pointsIn]).toEqual([claims, points]);
          }
        }
      }),
      { numRuns: 10 },
    );
  });
});
