import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../test/harness-database.ts';
import type { TestDatabase } from '../../test/harness-database.ts';
import { createDatabase, onViolation, retrySerialization } from './database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query(`
    create table bottle (
      bottle_id bigint constraint bottle__bottle_id primary key,
      first_note jsonb,
      constraint bottle__positive check (bottle_id > 0)
    );
    insert into bottle values (1), (2)`);
});
afterAll(() => database.close());

async function value(expression: string): Promise<unknown> {
  const { rows } = await database.pool.query<{ value: unknown }>(`select ${expression} as value`);
  return rows[0]?.value;
}

describe('what comes back from the database', () => {
  test('int8 is a number, in arrays too', async () => {
    expect(await value('9007199254740991::int8')).toBe(Number.MAX_SAFE_INTEGER);
    expect(await value(`array[1, null, -3]::int8[]`)).toEqual([1, null, -3]);
  });

  test('int8 beyond 2^53 is refused instead of rounded', async () => {
    await expect(value('9007199254740993::int8')).rejects.toThrow('does not fit');
    await expect(value('array[9007199254740993]::int8[]')).rejects.toThrow('does not fit');
  });

  test('a date stays the day it is, whatever the time zone', async () => {
    expect(await value(`'2026-11-22'::date`)).toBe('2026-11-22');
  });

  test('columns are camelCase, keys inside JSON are left alone', async () => {
    const { rows } = await sql`select '{"a_b": 1}'::jsonb as some_column`.execute(database.db);
    expect(rows).toEqual([{ someColumn: { a_b: 1 } }]);
  });
});

describe('onViolation', () => {
  const taken = () => new Error('taken');
  const insert = (id: number) => database.pool.query('insert into bottle values ($1)', [id]);

  test('turns the named constraint into the error asked for', async () => {
    await expect(insert(1).catch(onViolation('bottle__bottle_id', taken))).rejects.toThrow('taken');
    await expect(insert(-1).catch(onViolation('bottle__positive', taken))).rejects.toThrow('taken');
  });

  test('lets every other error pass', async () => {
    const other = insert(-1).catch(onViolation('bottle__bottle_id', taken));
    await expect(other).rejects.toThrow('bottle__positive');
  });
});

describe('retrySerialization', () => {
  test('two transactions in a deadlock both succeed in the end', async () => {
    let locked = 0;
    const bothHoldOne = Promise.withResolvers<void>();
    const lockBoth = (first: number, second: number) =>
      retrySerialization(() =>
        database.db.transaction().execute(async (tx) => {
          await sql`select 1 from bottle where bottle_id = ${first} for update`.execute(tx);
          locked += 1;
          if (locked >= 2) bothHoldOne.resolve();
          await bothHoldOne.promise;
          await sql`select 1 from bottle where bottle_id = ${second} for update`.execute(tx);
          return 'done';
        }),
      );
    expect(await Promise.all([lockBoth(1, 2), lockBoth(2, 1)])).toEqual(['done', 'done']);
    expect(locked).toBeGreaterThan(2);
  });

  test('it gives up after the attempts allowed, and other errors are not retried', async () => {
    let attempts = 0;
    const fail = (state: string) => () => {
      attempts += 1;
      return database.pool.query(`do $$ begin raise sqlstate '${state}'; end $$`);
    };
    await expect(retrySerialization(fail('40001'), 3)).rejects.toThrow();
    expect(attempts).toBe(3);
    await expect(retrySerialization(fail('22012'), 3)).rejects.toThrow();
    expect(attempts).toBe(4);
  });
});

describe('connections', () => {
  test('a statement that runs too long is broken off', async () => {
    const hasty = createDatabase(database.url, { statementTimeoutMilliseconds: 100 });
    await expect(hasty.pool.query('select pg_sleep(5)')).rejects.toThrow('statement timeout');
    await hasty.close();
  });

  test('a connection killed while idle is reported and replaced', async () => {
    const broken = Promise.withResolvers<Error>();
    const other = createDatabase(database.url, { max: 1, onIdleError: broken.resolve });
    const { rows } = await other.pool.query<{ pid: number }>('select pg_backend_pid() as pid');
    await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    expect((await broken.promise).message).toContain('terminating');
    expect((await other.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await other.close();
  });
});
