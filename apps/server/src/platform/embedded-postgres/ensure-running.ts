import { readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { probe } from './connection.ts';
import { EmbeddedPostgresError, explainServerOutput } from './errors.ts';
import type { Layout } from './layout.ts';
import type { Log } from './log.ts';
import { findPostmaster } from './postmaster-file.ts';
import type { Postmaster } from './postmaster-file.ts';
import { adoptServer, spawnServer, stopServer } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';
import { chooseFreePort, isPortFree, writeSettings } from './settings.ts';
import type { Settings } from './settings.ts';

export type Cluster = {
  layout: Layout;
  settings: Settings;
  log: Log;
  parameters?: Record<string, string> | undefined;
};

const retryMilliseconds = 4_000;
const pauseMilliseconds = 150;
/** Crash recovery replays the log; it is waited for as long as the server is alive, up to this. */
const recoveryMilliseconds = 15 * 60_000;
const shutdownMilliseconds = 60_000;
/** A dying server, or its children, still hold the folder or the port: worth another try. */
const passingTrouble =
  /lock file .* already exists|shared memory block|still in use|could not bind/i;

/**
 * A server that answers on this cluster: a healthy one that is already there, or a new one.
 *
 * @param keepPort whether clients already know the port, so that it must not change
 */
export async function ensureRunning(cluster: Cluster, keepPort: boolean): Promise<ServerProcess> {
  const found = findPostmaster(cluster.layout.clusterDir);
  const adopted = found === null ? null : await adoptOrStop(cluster, found);
  if (adopted !== null) return adopted;
  const deadline = Date.now() + retryMilliseconds;
  for (;;) {
    if (!keepPort) await makeSurePortIsFree(cluster);
    const outcome = await tryStart(cluster);
    if (outcome.server !== undefined) return outcome.server;
    if (Date.now() > deadline || !passingTrouble.test(outcome.output)) {
      throw explainServerOutput(outcome.output, cluster.layout);
    }
    await sleep(pauseMilliseconds);
  }
}

async function adoptOrStop(cluster: Cluster, found: Postmaster): Promise<ServerProcess | null> {
  const server = adoptServer(found.pid);
  if (found.status === 'stopping') {
    await Promise.race([server.exited, sleep(shutdownMilliseconds)]);
    return null;
  }
  const port = found.port;
  if (await becomesReady({ ...cluster, settings: { ...cluster.settings, port } }, server)) {
    rememberPort(cluster, port);
    cluster.log.info(
      `找到并接管了仍在运行的数据库 attached to the running database (${found.pid})`,
    );
    return server;
  }
  cluster.log.warn(
    `数据库进程 ${found.pid} 无响应，正在停止 stopping a database that does not answer`,
  );
  await stopServer(server);
  return null;
}

async function tryStart(cluster: Cluster): Promise<{ server?: ServerProcess; output: string }> {
  const { layout, settings, parameters } = cluster;
  const logStart = statSync(layout.logFile, { throwIfNoEntry: false })?.size ?? 0;
  const server = spawnServer(layout, { port: settings.port, parameters });
  if (await becomesReady(cluster, server)) return { server, output: '' };
  const output = readFileSync(layout.logFile).subarray(logStart).toString('utf8');
  if (server.hasExited()) return { output };
  await stopServer(server);
  throw new EmbeddedPostgresError(
    'start_failed',
    `数据库进程已启动但不能登录，详见 ${layout.logFile}。` +
      ` The database runs but does not let us in; see ${layout.logFile}.`,
  );
}

/** True when the server answers to our password and serves our cluster; false when it never will. */
async function becomesReady(cluster: Cluster, server: ServerProcess): Promise<boolean> {
  const start = Date.now();
  let toldAt = start;
  let refusedSince: number | null = null;
  while (!server.hasExited()) {
    const answer = await ask(cluster);
    if (answer === 'ready') return true;
    if (answer === 'stranger') return false;
    const now = Date.now();
    refusedSince = answer === 'starting' ? null : (refusedSince ?? now);
    if (refusedSince !== null && now - refusedSince > 10 * retryMilliseconds) return false;
    if (now - start > recoveryMilliseconds) return false;
    if (now - toldAt > 5_000) {
      toldAt = now;
      cluster.log.info('数据库正在恢复，请稍候 the database is recovering, please wait');
    }
    await sleep(20);
  }
  return false;
}

/** Logs in only when postmaster.pid says ready: each attempt before that is a line in the log. */
async function ask(cluster: Cluster): ReturnType<typeof probe> {
  const { clusterDir } = cluster.layout;
  if (findPostmaster(clusterDir)?.status === 'starting') return 'starting';
  return probe(cluster.settings, clusterDir);
}

async function makeSurePortIsFree(cluster: Cluster): Promise<void> {
  if (await isPortFree(cluster.settings.port)) return;
  rememberPort(cluster, await chooseFreePort());
}

function rememberPort(cluster: Cluster, port: number): void {
  if (cluster.settings.port === port) return;
  cluster.settings.port = port;
  writeSettings(cluster.layout.settingsFile, cluster.settings);
}
