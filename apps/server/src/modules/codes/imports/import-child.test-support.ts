import { systemClock } from '../../../platform/clock.ts';
import { createDatabase } from '../../../platform/database.ts';
import { createCodeBook } from '../code-book.ts';
import { loadKeyVersions } from '../load-key-versions.ts';
import { importCodes } from './import-codes.ts';

/** What a test tells the process it is going to kill. */
export interface ChildOptions {
  databaseUrl: string;
  masterKeyBase64: string;
  dataDir: string;
  importId: number;
  /** How many pieces of work it does before it is killed, while it is in this state. */
  killedIn: string;
  killedAfter: number;
}

/** Runs the job of an import and dies in the middle of it: no `finally`, no goodbye to PostgreSQL. */
const options = JSON.parse(process.argv[2] ?? '{}') as ChildOptions;
const { db, close } = createDatabase(options.databaseUrl, { max: 1 });
const masterKey = Buffer.from(options.masterKeyBase64, 'base64');
const keyVersions = await loadKeyVersions(db, masterKey);
let done = 0;

async function giveWay(): Promise<void> {
  const { state } = await db
    .selectFrom('codeImport')
    .select('state')
    .where('importId', '=', options.importId)
    .executeTakeFirstOrThrow();
  if (state === options.killedIn) done += 1;
  if (done > options.killedAfter) process.kill(process.pid, 'SIGKILL');
}

await importCodes(
  {
    databaseUrl: options.databaseUrl,
    dataDir: options.dataDir,
    clock: systemClock,
    codeBook: createCodeBook({ masterKey, keyVersions, ownHosts: [] }),
    giveWay,
    lanes: () => 2,
    linesPerCheckpoint: 1_000,
    codesPerTransaction: 2_000,
  },
  options.importId,
);
await close();
