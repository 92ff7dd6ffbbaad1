import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../test/harness-database.ts';
import type { TestDatabase } from '../../test/harness-database.ts';
import { createDatabase } from './database.ts';
import { textArray } from './number-array.ts';

let database: TestDatabase;
beforeAll(async () => (database = await freshDatabase()));
afterAll(() => database.close());

async function countPrepared(statementTimeoutMilliseconds: number): Promise<number> {
  const { db, close } = createDatabase(database.url, { max: 1, statementTimeoutMilliseconds });
  try {
    for (const id of [1, 2, 3]) {
      await sql`/* often */ select ${id}::int as id`.execute(db);
      await sql`select ${id}::int + 1 as id`.execute(db);
    }
    const { rows } = await sql<{ prepared: number }>`
      select count(*)::int as prepared from pg_prepared_statements`.execute(db);
    return rows[0]?.prepared ?? -1;
  } finally {
    await close();
  }
}

test('a statement marked "often" is prepared once a connection, others never', async () => {
  expect(await countPrepared(30_000)).toBe(1);
});

test('behind PgBouncer nothing is prepared', async () => {
  expect(await countPrepared(0)).toBe(0);
});

test('texts of any kind arrive in an array as they are', async () => {
  const texts = [
    'plain',
    '',
    'null',
    'NULL',
    null,
    'a,b',
    '{c}',
    '"d"',
    '\\',
    'e f',
    '{"base": 10}',
    '酱油',
  ];
  const { rows } = await sql<{ texts: (string | null)[] }>`
    select ${textArray(texts)}::text[] as texts`.execute(database.db);
  expect(rows[0]?.texts).toEqual(texts);
});
