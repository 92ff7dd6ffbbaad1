import { dirname } from 'node:path';
import { databaseUrl, ensureDatabase } from './connection.ts';
import { ensureRunning } from './ensure-running.ts';
import { explainSystemError } from './errors.ts';
import { initialiseCluster, runSingleUser } from './initialise-cluster.ts';
import { isCluster, resolveLayout } from './layout.ts';
import type { Layout } from './layout.ts';
import { boundLogFile } from './log.ts';
import type { Log } from './log.ts';
import { lockFolder } from './owner-lock.ts';
import { findPostmaster } from './postmaster-file.ts';
import { adoptServer, stopServer } from './server-process.ts';
import { createSettings, readSettings, writeSettings } from './settings.ts';
import type { Settings } from './settings.ts';
import { supervise } from './supervisor.ts';

export type EmbeddedPostgres = {
  /** Connection URL of the product's database; stays the same until `stop`. */
  url: string;
  /** Where the data is. Usually `<dataDir>/postgres`. */
  clusterDir: string;
  /** Stops the server cleanly and gives the folder back. */
  stop: () => Promise<void>;
};

/**
 * Starts (or re-attaches to) the real PostgreSQL that npm installed, on `<dataDir>/postgres`, on
 * 127.0.0.1 with a random port and password. It is restarted when it dies, and stopped by the
 * kernel when this process dies.
 *
 * @param options.parameters PostgreSQL settings that differ from ours
 * @param options.onGivenUp called when the server dies too often to be restarted again
 * @throws EmbeddedPostgresError with a remedy in its message
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  log: Log;
  parameters?: Record<string, string>;
  onGivenUp?: (error: Error) => void;
}): Promise<EmbeddedPostgres> {
  const { log, parameters } = options;
  try {
    const layout = resolveLayout(options);
    const unlock = lockFolder(layout.lockFile);
    try {
      const settings = await prepareCluster(layout, log);
      const cluster = { layout, settings, log, parameters };
      const server = await ensureRunning(cluster, false);
      await ensureDatabase(settings);
      const stopLogWatch = boundLogFile(layout.logFile);
      const supervisor = supervise({
        server,
        restart: () => ensureRunning(cluster, true),
        log,
        onGivenUp: options.onGivenUp ?? (() => undefined),
      });
      const stop = async () => {
        try {
          await supervisor.stop();
        } finally {
          stopLogWatch();
          unlock();
        }
      };
      return { url: databaseUrl(settings), clusterDir: layout.clusterDir, stop };
    } catch (error) {
      unlock();
      throw error;
    }
  } catch (error) {
    throw explainSystemError(error, options.dataDir);
  }
}

async function prepareCluster(layout: Layout, log: Log): Promise<Settings> {
  const { clusterDir, settingsFile } = layout;
  const known = readSettings(settingsFile);
  const settings = known ?? (await createSettings());
  if (known === null) {
    if (isCluster(clusterDir)) await resetPassword(layout, settings, log);
    if (dirname(clusterDir) !== dirname(settingsFile)) settings.outsideClusterDir = clusterDir;
    writeSettings(settingsFile, settings);
  }
  const isNew = !isCluster(clusterDir);
  if (isNew) log.info(`首次启动，正在创建数据库 creating the database in ${clusterDir}`);
  initialiseCluster(layout, settings);
  if (settings.initialisedAt === undefined) {
    settings.initialisedAt = new Date().toISOString();
    writeSettings(settingsFile, settings);
  }
  return settings;
}

/** The file with the password is lost, the data is not: its owner may set a new one. */
async function resetPassword(layout: Layout, settings: Settings, log: Log): Promise<void> {
  log.warn(`${layout.settingsFile} 不存在，正在设置新密码 giving the database a new password`);
  const orphan = findPostmaster(layout.clusterDir);
  if (orphan !== null) await stopServer(adoptServer(orphan.pid));
  const { superuser, password } = settings;
  runSingleUser(layout, `alter role ${superuser} with password '${password}'`);
  settings.initialisedAt = new Date().toISOString();
}
