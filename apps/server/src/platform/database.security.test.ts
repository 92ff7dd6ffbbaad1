import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../test/harness-database.ts';
import type { TestDatabase } from '../../test/harness-database.ts';
import { createDatabase } from './database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ max: 2 });
});
afterAll(() => database.close());

test('B4: a connection that dies inside a transaction fails that transaction, not the process', async () => {
  const lost: Error[] = [];
  const other = createDatabase(database.url, { max: 1, onIdleError: (error) => lost.push(error) });
  const broken = other.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    // Between two statements nobody waits for an answer that could carry the error.
    await sleep(200);
    await sql`select 1`.execute(tx);
  });
  await expect(broken).rejects.toThrow(/connection/i);
  expect((await other.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await other.close();
});
