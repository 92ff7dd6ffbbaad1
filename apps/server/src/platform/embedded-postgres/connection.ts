import pg from 'pg';
import type { Settings } from './settings.ts';

/** The product's database inside the cluster. */
export const databaseName = 'mashang';

export function databaseUrl(settings: Settings, database = databaseName): string {
  const { superuser, password, port } = settings;
  return `postgres://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/**
 * One attempt to log in. `starting`: alive but not open yet; `stranger`: it refuses our password or
 * serves another folder; `silent`: nothing (yet) answers.
 */
export async function probe(
  settings: Settings,
  clusterDir: string,
): Promise<'ready' | 'starting' | 'stranger' | 'silent'> {
  try {
    const folder = await withClient(settings, async (client) => {
      const { rows } = await client.query<{ folder: string }>(
        `select current_setting('data_directory') as folder`,
      );
      return rows[0]?.folder;
    });
    return folder === clusterDir ? 'ready' : 'stranger';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === '57P03') return 'starting';
    if (typeof code === 'string' && code.startsWith('28')) return 'stranger';
    return 'silent';
  }
}

export async function ensureDatabase(settings: Settings): Promise<void> {
  await withClient(settings, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [
      databaseName,
    ]);
    if (rowCount === 0) await client.query(`create database ${databaseName}`);
  });
}

async function withClient<T>(settings: Settings, use: (client: pg.Client) => Promise<T>) {
  const client = new pg.Client({
    connectionString: databaseUrl(settings, 'postgres'),
    connectionTimeoutMillis: 2_000,
    query_timeout: 10_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
