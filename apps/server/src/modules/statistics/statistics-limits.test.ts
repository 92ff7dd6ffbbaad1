import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness-database.ts';
import { readQuestion } from './read-question.ts';
import { readStatistics } from './read-statistics.ts';
import { recordClaims } from './record-claims.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ max: 2 });
});
afterAll(() => database.close());

const period = { from: '2030-01-01T00:00:00.000Z', to: '2030-01-01T01:00:00.000Z' };
const names = {
  language: 'zh' as const,
  describeMembers: async () => new Map(),
  readProductNames: async () => new Map(),
};

test('S15: statistics show the thousand fullest rows and the hundred fullest columns, and add up all', async () => {
  const moment = new Date('2030-01-01T00:00:00Z');
  const many = Array.from({ length: 1200 }, (_, n) => ({
    memberId: 1,
    memberKind: 'chef' as const,
    regionCode: null,
    productId: 1000 + (n % 150),
    batchId: 1000 + n,
    points: n + 1,
  }));
  await database.db.transaction().execute((tx) => recordClaims(tx, many, moment));
  const answer = await readStatistics(
    database.db,
    readQuestion({ by: 'batch', across: 'product', ...period }),
    names,
  );
  expect(answer.rows).toHaveLength(1000);
  expect(answer.rowsLeftOut).toBe(200);
  expect(answer.columns).toHaveLength(100);
  expect(answer.rows[0]).toMatchObject({ key: '2199', points: 1200 });
  expect(answer.rows.every(({ cells }) => cells.length === 100)).toBe(true);
  expect(answer.total).toEqual({ claims: 1200, points: (1200 * 1201) / 2 });
});

test('S15: a question that would take too long is refused', async () => {
  const [question, { db }] = [readQuestion({ by: 'product', ...period }), database];
  await db.transaction().execute(async (tx) => {
    await sql`lock table claim_rollup in access exclusive mode`.execute(tx);
    const asked = readStatistics(db, question, names, 100);
    await expect(asked).rejects.toThrow('请缩短时间');
  });
});
