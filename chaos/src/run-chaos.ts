import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { CheckResult } from '@mashang/server/src/audit/findings.ts';
import { runAudit } from '@mashang/server/src/audit/run-audit.ts';
import { createDatabase, type Database } from '@mashang/server/src/platform/database.ts';
import { startEmbeddedPostgres } from '@mashang/server/src/platform/embedded-postgres/index.ts';
import { migrateJobs } from '@mashang/server/src/platform/jobs.ts';
import { migrate } from '@mashang/server/src/platform/migrate.ts';
import { startClients } from './clients.ts';
import { startFaults } from './faults.ts';
import type { ChaosOptions } from './options.ts';
import { startDatabaseProxy } from './proxy.ts';
import { createRandom } from './random.ts';
import { startServers } from './servers.ts';
import { createTold, type Told } from './told.ts';
import { verifyTold } from './verify-told.ts';
import { makeWorld } from './world.ts';

export interface ChaosReport {
  /** Audit of the database, then what was told against it. */
  checks: CheckResult[];
  violations: number;
  counts: Record<string, number>;
  seconds: number;
}

const dataDir = path.join(import.meta.dirname, '../../data');

/**
 * Servers, clients and faults until every scan is sent; then, with all at rest, the audit.
 *
 * @param options.examine looks at the database and the promises before they are thrown away
 */
export async function runChaos(
  options: ChaosOptions & {
    progress?: (text: string) => void;
    examine?: (database: Database, told: Told) => Promise<void>;
    /** Whether a run that broke a promise leaves its database to be looked at. */
    keepsBroken?: boolean;
  },
): Promise<ChaosReport> {
  const { progress = () => undefined, examine } = options;
  const folder = path.join(dataDir, `chaos-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  let isKept = false;
  const removeFolder = () => {
    if (!isKept) rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', removeFolder);
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log });
  try {
    await migrate(postgres.url);
    await migrateJobs(postgres.url);
    const database = createDatabase(postgres.url, { max: 4, statementTimeoutMilliseconds: 0 });
    try {
      const { told, counts, seconds } = await storm(options, {
        folder,
        postgres,
        database,
        progress,
      });
      progress('auditing');
      const audit = await runAudit(database.db);
      const checks = [...audit.checks, ...(await verifyTold(database.db, told))];
      await examine?.(database, told);
      const violations = checks.reduce((sum, check) => sum + check.violations, 0);
      if (violations > 0 && options.keepsBroken === true) {
        isKept = true;
        progress(`the database of this run is kept in ${folder}`);
      }
      const { claims, entries } = audit;
      return { checks, violations, counts: { ...counts, claims, entries }, seconds };
    } finally {
      await database.close();
    }
  } finally {
    await postgres.stop();
    const clusterParent = path.dirname(postgres.clusterDir);
    if (clusterParent !== folder && !isKept)
      rmSync(clusterParent, { recursive: true, force: true });
    removeFolder();
    process.off('exit', removeFolder);
  }
}

async function storm(
  options: ChaosOptions,
  around: {
    folder: string;
    postgres: { url: string; clusterDir: string };
    database: Database;
    progress: (text: string) => void;
  },
): Promise<{ told: Told; counts: Record<string, number>; seconds: number }> {
  const { folder, postgres, database, progress } = around;
  const masterKey = randomBytes(32);
  const random = createRandom(options.seed);
  const world = await makeWorld(database, { ...options, masterKey });
  const proxy = await startDatabaseProxy(Number(new URL(postgres.url).port));
  const proxied = new URL(postgres.url);
  proxied.port = String(proxy.port);
  const { href: databaseUrl } = proxied;
  const servers = await startServers({ count: options.servers, databaseUrl, masterKey, folder });
  try {
    await servers.ready();
    progress(`${world.memberIds.length} members, ${world.codes} codes, ${options.servers} servers`);
    const told = createTold();
    const startedAt = Date.now();
    const { min, max: hardMax } = options.hardFaults;
    const { faultEveryMs: everyMs, postgresKillEveryMs } = options;
    const { clusterDir } = postgres;
    const faults = startFaults(
      { world, servers, proxy, database, clusterDir, random },
      { everyMs, postgresKillEveryMs, hardMax },
    );
    const { ports } = servers;
    const goOn = () => faults.hardCount() < min;
    const clients = startClients({ ...options, world, ports, told, random, goOn });
    const talking = setInterval(
      () => progress(`${clients.sent()} scans sent, ${told.winners.size} credited`),
      10_000,
    );
    await clients.done;
    clearInterval(talking);
    progress('all answered; waiting for everything to come to rest');
    await faults.stop();
    const seconds = (Date.now() - startedAt) / 1_000;
    // Whatever was on its way when its client was cut off has ended when the servers have.
    await servers.ready();
    progress('stopping the servers');
    await servers.stop();
    const counts = {
      'scans sent': clients.sent(),
      'told busy (503)': clients.busy(),
      'requests broken': clients.broken(),
      'attempts given up': told.unanswered(),
      'commits never answered': proxy.unansweredCommits(),
      ...Object.fromEntries([...told.counts].map(([outcome, n]) => [`told ${outcome}`, n])),
      ...Object.fromEntries(faults.counts),
    };
    return { told, counts, seconds };
  } finally {
    await servers.stop();
    await proxy.close();
  }
}
