import * as points from './modules/points/index.ts';
import { rebuildRollup } from './modules/statistics/index.ts';
import { readConfig } from './platform/config.ts';
import { migrate } from './platform/migrate.ts';
import { withDatabase } from './platform/with-database.ts';

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
  await withDatabase(config, { max: 2, note }, async (db, url) => {
    await migrate(url);
    const days = await rebuildRollup(db, points, (day) => say(`${day}\n`));
    say(`已按积分明细重算 ${days} 天的统计 rebuilt the figures of ${days} days\n`);
  });
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
