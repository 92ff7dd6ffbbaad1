import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import { createServer } from './app.ts';
import { loadDemoData, type DemoDependencies } from './demo/load-demo-data.ts';
import { keepCodeBookFresh, refuseNewMasterKey } from './modules/codes/index.ts';
import { createWechatMenuStore } from './modules/settings/index.ts';
import { ensureSetupLink } from './modules/staff/index.ts';
import { syncMenu } from './modules/wechat/index.ts';
import type { WechatAccounts } from './modules/wechat/index.ts';
import { systemClock } from './platform/clock.ts';
import { ConfigError, readConfig } from './platform/config.ts';
import type { Config } from './platform/config.ts';
import { createDatabase } from './platform/database.ts';
import type { Db } from './platform/database.ts';
import { startEmbeddedPostgres } from './platform/embedded-postgres/index.ts';
import { addJob, migrateJobs, startJobs } from './platform/jobs.ts';
import { createMasterKey, findMasterKey, masterKeyFile } from './platform/master-key.ts';
import { migrate } from './platform/migrate.ts';
import { repeat } from './platform/repeat.ts';
import { usage } from './usage.ts';

const foldEveryMs = 1000;
const keepWechatEveryMs = 60_000;

/** The process: configuration, database, server, jobs, and an orderly end. */
async function main(): Promise<void> {
  if (process.argv.includes('--help')) return void process.stdout.write(usage);
  const config = readConfig(process.env);
  mkdirSync(config.dataDir, { recursive: true });
  const foundKey = findMasterKey({ dataDir: config.dataDir, env: config.environment });
  const embedded = config.databaseUrl
    ? undefined
    : await startEmbeddedPostgres({ dataDir: config.dataDir, log: startLog, onGivenUp: fail });
  const databaseUrl = config.databaseUrl ?? embedded?.url ?? '';
  await migrate(databaseUrl);
  await migrateJobs(databaseUrl);
  const { db, close } = createDatabase(databaseUrl, { max: 16 });
  const masterKey = foundKey ?? (await makeMasterKey(db, config.dataDir));

  const server = await createServer({
    // The address in force, for what opens connections of its own.
    config: { ...config, databaseUrl },
    db,
    masterKey,
    clock: systemClock,
    checkReplies: config.environment['NODE_ENV'] !== 'production',
  });
  const { app, scanDesk, wechatAccounts } = server;
  await server.taskHandlers.housekeeping({});
  const jobs = await startJobs({ databaseUrl, handlers: server.taskHandlers, log: app.log });
  const stopFolding = repeat({
    work: server.foldRollup,
    everyMs: foldEveryMs,
    onError: (error) => app.log.error({ err: error }, 'roll-up'),
  });

  const stopFollowingKeys = keepCodeBookFresh({
    ...{ db, masterKey, codeBook: server.codeBook },
    onError: (error) => app.log.error({ err: error }, 'key versions'),
  });
  const stopKeepingWechat = repeat({
    work: server.keepWechat,
    everyMs: keepWechatEveryMs,
    onError: (error) => app.log.warn({ err: error }, 'WeChat upkeep'),
  });
  await app.listen({ host: config.host, port: config.port });
  const setupToken = await ensureSetupLink(db, systemClock);
  if (config.demo) {
    const { codeBook } = server;
    await fillShelf({ db, config, masterKey, codeBook, clock: systemClock, addJob }, app.log);
  }
  announce(config, setupToken);
  void keepMenu({ config, db, masterKey, accounts: wechatAccounts, log: app.log });

  let stopping = false;
  async function stop(): Promise<void> {
    if (stopping) return;
    stopping = true;
    stopFolding();
    stopFollowingKeys();
    stopKeepingWechat();
    await app.close();
    await scanDesk.idle();
    await jobs.stop();
    await close();
    await embedded?.stop();
    rmSync(path.join(config.dataDir, 'run.json'), { force: true });
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void stop().then(() => process.exit(0), fail));
  }
}

/** At the start only: what head office changes later it publishes itself. */
async function keepMenu(input: {
  config: Config;
  db: Db;
  masterKey: Buffer;
  accounts: WechatAccounts;
  log: FastifyBaseLogger;
}): Promise<void> {
  const { config, db, masterKey, accounts, log } = input;
  const store = createWechatMenuStore({ masterKey });
  const overwrite = config.environment['WECHAT_OVERWRITE_MENU'] === '1';
  try {
    const { publicUrl } = config;
    const menu = await syncMenu({ db, accounts, store, publicUrl }, { overwrite });
    log.info({ menu }, 'WeChat menu');
  } catch (error) {
    log.warn({ err: error }, 'the WeChat menu could not be checked; it is tried at next start');
  }
}

/** Only for a database that never had one: in the place of a lost key a new one is a disaster. */
async function makeMasterKey(db: Db, dataDir: string): Promise<Buffer> {
  await refuseNewMasterKey(db, masterKeyFile(dataDir));
  return createMasterKey(dataDir);
}

/** A demo without its bottles is still a product. */
async function fillShelf(demo: DemoDependencies, log: FastifyBaseLogger): Promise<void> {
  try {
    await loadDemoData(demo);
  } catch (error) {
    log.warn({ err: error }, 'no demo data: is the simulator running?');
  }
}

/** Tells the start script (and whoever looks) where the server is; 0600, for it may hold a link. */
function announce(config: ReturnType<typeof readConfig>, setupToken: string | null): void {
  const setupUrl = setupToken ? `${config.publicUrl}/hq/setup#token=${setupToken}` : undefined;
  const run = { serverUrl: config.publicUrl, setupUrl, pid: process.pid };
  const file = path.join(config.dataDir, 'run.json');
  // Written aside and renamed: whoever waits for the file never reads half of it.
  const draft = `${file}.${process.pid}`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${JSON.stringify(run)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(draft, file);
  if (setupUrl) process.stdout.write(`总部首次设置 Head-office set-up (once): ${setupUrl}\n`);
}

/** Before the server's own log exists. */
const startLog = { info: say, warn: say, error: say };

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** A start that cannot succeed says why in one sentence; a bug shows its stack. */
function fail(error: unknown): void {
  const known = error instanceof ConfigError || /Error$/.test((error as Error).name ?? '');
  const isOurs = known && !['Error', 'TypeError', 'RangeError'].includes((error as Error).name);
  process.stderr.write(`${isOurs ? (error as Error).message : String((error as Error).stack)}\n`);
  process.exit(1);
}

main().catch(fail);
