import { runMarketCodes } from './market-codes/run-market-codes.ts';
import { marketCodesUsage } from './market-codes/usage.ts';
import { createSettings } from './modules/settings/index.ts';
import { createWechatAccounts } from './modules/wechat/index.ts';
import { systemClock } from './platform/clock.ts';
import { readConfig } from './platform/config.ts';
import type { Db } from './platform/database.ts';
import { findMasterKey, masterKeyFile, MasterKeyError } from './platform/master-key.ts';
import { withDatabase } from './platform/with-database.ts';

/** The command: the database, the master key and the account as main.ts finds them; none is made. */
async function main(words: string[]): Promise<number> {
  if (words.length === 0 || words.includes('--help')) return say(marketCodesUsage);
  const config = readConfig(process.env);
  const masterKey = findMasterKey({ dataDir: config.dataDir, env: config.environment });
  if (!masterKey) throw noMasterKey(config.dataDir);
  return await withDatabase(config, { max: 2, note }, async (db) => {
    const findClient = async () => (await accountsOf(db, masterKey, config).current())?.client;
    return await runMarketCodes(words, { findClient, say, note });
  });
}

/** A person waits for the answer here: nobody else need be told of trouble. */
function accountsOf(db: Db, masterKey: Buffer, config: ReturnType<typeof readConfig>) {
  const settings = createSettings({ db, masterKey });
  return createWechatAccounts({
    ...{ db, masterKey, config, clock: systemClock },
    readSettings: async () => (await settings.read()).wechat,
    onTrouble: () => undefined,
  });
}

function noMasterKey(dataDir: string): MasterKeyError {
  const file = masterKeyFile(dataDir);
  return new MasterKeyError(
    `没有主密钥：既没有 MASTER_KEY，也没有 ${file}。` +
      ` There is no master key, neither MASTER_KEY nor ${file}.`,
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
const answers = ['MasterKeyError', 'ConfigError', 'MarketCodesError', 'MarketCodePackageError'];

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    note(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof Error && answers.includes(error.name) ? 1 : 2;
  },
);
