import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/harness-database.ts';
import { readWithin } from './read-within.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ max: 1 });
});
afterAll(() => database.close());

test('S14: a question that takes too long is given up, and the connection is as before', async () => {
  const { db } = database;
  expect(await readWithin(db, 50, (tx) => sql`select pg_sleep(5)`.execute(tx))).toBeNull();
  const { rows } = await sql`show statement_timeout`.execute(db);
  expect(rows).toEqual([{ statementTimeout: '30s' }]);
});

test('S14: a question sees one moment, writes nothing, and its own errors stay errors', async () => {
  const { db } = database;
  const answer = await readWithin(db, 5000, async (tx) => {
    const now = () => sql`select pg_current_snapshot()::text as now`.execute(tx);
    return [await now(), await now()].map(({ rows }) => rows);
  });
  expect(answer?.[0]).toEqual(answer?.[1]);
  const write = readWithin(db, 5000, (tx) => sql`delete from claim`.execute(tx));
  await expect(write).rejects.toThrow('read-only');
  await expect(readWithin(db, 5000, (tx) => sql`select 1/0`.execute(tx))).rejects.toThrow('zero');
});
