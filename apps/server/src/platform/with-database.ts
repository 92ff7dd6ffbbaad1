import type { Config } from './config.ts';
import { createDatabase, type Db } from './database.ts';
import { startEmbeddedPostgres } from './embedded-postgres/index.ts';

/**
 * Does the work of a command on the database as main.ts finds it: that of DATABASE_URL, or the embedded
 * one, started for it. Both are closed when the work ends, however it ends.
 *
 * @param options.max connections
 * @param options.note takes a line of what happens beside the answer
 * @throws EmbeddedPostgresError with a remedy in its message
 */
export async function withDatabase<Result>(
  { databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>,
  options: { max: number; statementTimeoutMilliseconds?: number; note: (line: string) => void },
  work: (db: Db, url: string) => Promise<Result>,
): Promise<Result> {
  const { note, ...limits } = options;
  const log = { info: note, warn: note, error: note };
  const embedded = databaseUrl ? undefined : await startEmbeddedPostgres({ dataDir, log });
  try {
    const url = databaseUrl ?? embedded?.url ?? '';
    const database = createDatabase(url, limits);
    try {
      return await work(database.db, url);
    } finally {
      await database.close();
    }
  } finally {
    await embedded?.stop();
  }
}
