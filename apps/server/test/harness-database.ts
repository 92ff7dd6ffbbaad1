import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { createDatabase } from '../src/platform/database.ts';
import type { Database } from '../src/platform/database.ts';

const connectionsDefault = 10;

export type TestDatabase = Database & { url: string };

/**
 * A migrated database of this test file's own, copied from the run's template; `close` drops it.
 * Take it in `beforeAll`, close it in `afterAll`.
 *
 * @param options.migrated false: an empty database, for tests of the migrations themselves
 */
export async function freshDatabase(
  options: { max?: number; migrated?: boolean } = {},
): Promise<TestDatabase> {
  const { max = connectionsDefault, migrated = true } = options;
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  const template = migrated ? inject('templateDatabase') : 'template0';
  await runOnServer(`create database ${name} template ${template}`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  const database = createDatabase(url.href, { max });
  await openAllConnections(database, max);
  const close = async () => {
    await database.close();
    await runOnServer(`drop database if exists ${name} with (force)`);
  };
  return { ...database, url: url.href, close };
}

/**
 * A pool opens its connections one by one when first asked, and fifty callers would run one after
 * the other: a race test must find them open. Idle ones are closed after a minute, so a long file
 * calls this again before its races.
 */
export async function openAllConnections(
  database: Pick<Database, 'pool'>,
  max = connectionsDefault,
): Promise<void> {
  const clients = await Promise.all(Array.from({ length: max }, () => database.pool.connect()));
  for (const client of clients) client.release();
}

async function runOnServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
