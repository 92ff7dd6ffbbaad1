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

test('S14: however many ask, few hold a connection, and a scan never waits for them', async () => {
  const busyDatabase = await freshDatabase({ max: 6 });
  const { db } = busyDatabase;
  const world = { running: 0, most: 0, done: 0 };
  const asked = Array.from({ length: 50 }, () =>
    readWithin(db, 5000, async (tx) => {
      world.most = Math.max(world.most, (world.running += 1));
      await sql`select pg_sleep(0.1)`.execute(tx);
      world.running -= 1;
      world.done += 1;
    }).catch((error: unknown) => (error as { code: string }).code),
  );
  await sql`select 1`.execute(db);
  expect(world.done).toBeLessThan(10);
  const outcomes = await Promise.all(asked);
  expect(world.most).toBe(4);
  // Four at once and forty in line; who comes later is told to come again.
  expect(outcomes.filter((outcome) => outcome === 'busy')).toHaveLength(6);
  expect(world.done).toBe(44);
  await busyDatabase.close();
});
