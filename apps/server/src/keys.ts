import { runKeys } from './keys/run-keys.ts';
import { readConfig } from './platform/config.ts';
import type { Config } from './platform/config.ts';
import { findMasterKey, masterKeyFile, MasterKeyError } from './platform/master-key.ts';
import { withDatabase } from './platform/with-database.ts';

const usage = `The versions of the key that all codes of one's own are made with.

Usage: npm run keys -- COMMAND

  list              every version: state, age, batches, codes, and how many are not claimed
  add               add a version: batches made from 30 seconds later on use it, without a restart;
                    codes already printed keep working. At most three are live at a time
  check             does the master key open this database? Exit code 1 and the remedy if not
  retire N [--yes]  end version N: its unclaimed codes are dead for ever. Without --yes only says
                    how many those are. The newest version cannot be retired

With DATABASE_URL it may run while servers run. The embedded database belongs to the server that
runs on it: stop that one first.
Exit code 0: done; 1: refused, or the key does not fit; 2: it could not be tried.
Settings come from the environment: DATABASE_URL, DATA_DIR (./data), MASTER_KEY.
`;

/** The command: the database and the master key as main.ts finds them, but neither is ever made. */
async function main(words: string[]): Promise<number> {
  if (words.length === 0 || words.includes('--help')) return say(usage);
  const config = readConfig(process.env);
  const readMasterKey = () => requireMasterKey(config);
  return await withDatabase(config, { max: 1, note }, (db) =>
    runKeys(words, { db, readMasterKey, say }),
  );
}

function requireMasterKey({ dataDir, environment }: Config): Buffer {
  const masterKey = findMasterKey({ dataDir, env: environment });
  if (masterKey) return masterKey;
  throw new MasterKeyError(
    `没有主密钥：既没有 MASTER_KEY，也没有 ${masterKeyFile(dataDir)}。请从备份恢复。` +
      ` There is no master key, neither MASTER_KEY nor ${masterKeyFile(dataDir)}: restore it from a backup.`,
  );
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

function note(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** Refusals that say what to do are the answer, anything else is a failure to try. */
const answers = ['MasterKeyError', 'KeyMismatchError', 'KeyRotationError'];

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    note(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof Error && answers.includes(error.name) ? 1 : 2;
  },
);
