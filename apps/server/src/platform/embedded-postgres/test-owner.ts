// Run by the tests as a process of its own, so that they can kill it: starts the database, writes
// numbered rows and prints each number once it is acknowledged.
import pg from 'pg';
import { EmbeddedPostgresError, startEmbeddedPostgres } from './index.ts';

const [dataDir = '', mode = 'idle'] = process.argv.slice(2);
const log = { info: say, warn: say, error: say };

try {
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  say(`ready ${postgres.url}`);
  process.once('SIGTERM', () => void postgres.stop().then(() => process.exit(0)));
  if (mode === 'write') await writeForEver(postgres.url);
  if (mode === 'once') await postgres.stop();
  else setInterval(() => undefined, 60_000);
} catch (error) {
  if (!(error instanceof EmbeddedPostgresError)) throw error;
  say(`problem ${error.problem} ${error.ownerPid ?? ''}`);
  process.exit(3);
}

async function writeForEver(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('create table if not exists entry (number int primary key)');
  for (let number = 1; ; number += 1) {
    await client.query('insert into entry values ($1)', [number]);
    say(`row ${number}`);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
