import * as points from './modules/points/index.ts';
import { rebuildRollup } from './modules/statistics/index.ts';
import { readConfig } from './platform/config.ts';
import { createDatabase } from './platform/database.ts';
import { startEmbeddedPostgres } from './platform/embedded-postgres/index.ts';
import { migrate } from './platform/migrate.ts';

const usage = `Makes the figures of 积分统计 anew from the ledger.

Usage: node apps/server/src/rebuild-statistics.ts [--help]

Needed only when figures and entries disagree: after a restore of some tables, or a repair by hand.
With DATABASE_URL it may run while servers run: claims go on, figures stay readable. The embedded
database belongs to the server that runs on it: stop that one first.

Settings come from the environment: DATABASE_URL, DATA_DIR (./data).
`;

/** The command: the database as main.ts finds it, then every Beijing day of the ledger. */
async function main(): Promise<void> {
  if (process.argv.includes('--help')) return say(usage);
  const config = readConfig(process.env);
  const embedded = config.databaseUrl
    ? undefined
    : await startEmbeddedPostgres({
        dataDir: config.dataDir,
        log: { info: note, warn: note, error: note },
      });
  try {
    const url = config.databaseUrl ?? embedded?.url ?? '';
    await migrate(url);
    const database = createDatabase(url, { max: 2 });
    try {
      const days = await rebuildRollup(database.db, points, (day) => say(`${day}\n`));
      say(`已按积分明细重算 ${days} 天的统计 rebuilt the figures of ${days} days\n`);
    } finally {
      await database.close();
    }
  } finally {
    await embedded?.stop();
  }
}

function say(text: string): void {
  process.stdout.write(text);
}

function note(message: string): void {
  process.stderr.write(`${message}\n`);
}

main().catch((error: unknown) => {
  note(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
