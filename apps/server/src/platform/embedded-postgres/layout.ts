import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, statfsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { chooseAccount, mayEnter } from './account.ts';
import type { Account } from './account.ts';
import { locateBinaries } from './binaries.ts';
import type { Binaries } from './binaries.ts';
import { clusterMissing, diskFull, unreachable } from './errors.ts';
import type { Log } from './log.ts';
import { readSettings } from './settings.ts';

/** Where everything is; decided once per start. */
export type Layout = {
  clusterDir: string;
  settingsFile: string;
  lockFile: string;
  logFile: string;
  account: Account | null;
  binaries: Binaries;
};

const outsideHome = '/var/lib/mashang';
const smallestFreeBytes = 32 * 1024 * 1024;
const comfortableFreeBytes = 1024 * 1024 * 1024;

/**
 * The cluster lives in `<dataDir>/postgres`. As root, when the account that runs PostgreSQL may not
 * enter that folder (a project under /root), it lives under /var/lib/mashang instead, and so does a
 * copy of the programs.
 */
export function resolveLayout(options: { dataDir: string; log: Log }): Layout {
  const dataDir = resolve(options.dataDir);
  makeDataDir(dataDir);
  const settingsFile = join(dataDir, 'postgres.json');
  const settings = readSettings(settingsFile);
  const insideDir = join(dataDir, 'postgres');
  const clusterDir = chooseClusterDir(insideDir, settings?.outsideClusterDir);
  const account = chooseAccount(clusterDir);
  if (existsSync(clusterDir) && !mayEnter(account, dirname(clusterDir))) {
    throw unreachable(clusterDir, account?.name ?? '');
  }
  if (settings?.initialisedAt !== undefined && !isCluster(clusterDir)) {
    throw clusterMissing(clusterDir, settingsFile);
  }
  if (clusterDir !== insideDir) {
    makeEnterable(dirname(clusterDir));
    options.log.info(`PostgreSQL cannot enter ${dataDir}: its data is kept in ${clusterDir}`);
  }
  checkSpace(dirname(clusterDir), options.log);
  return {
    clusterDir,
    settingsFile,
    lockFile: join(dirname(clusterDir), 'postgres.lock'),
    logFile: join(dataDir, 'postgres.log'),
    account,
    binaries: locateBinaries({ account, copyDir: account ? outsideHome : dataDir }),
  };
}

export function isCluster(folder: string): boolean {
  return existsSync(join(folder, 'PG_VERSION'));
}

function makeDataDir(dataDir: string): void {
  if (existsSync(dataDir)) return;
  mkdirSync(dataDir, { recursive: true });
  // Others may pass through (PostgreSQL's account must) but not look around.
  chmodSync(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
}

function chooseClusterDir(insideDir: string, outsideDir: string | undefined): string {
  if (existsSync(insideDir)) return insideDir;
  if (outsideDir !== undefined) return outsideDir;
  const dataDir = dirname(insideDir);
  if (mayEnter(chooseAccount(insideDir), dataDir)) return insideDir;
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  return join(outsideHome, `${basename(dataDir)}-${hash}`, 'postgres');
}

function makeEnterable(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const path of [outsideHome, folder]) chmodSync(path, 0o711);
}

function checkSpace(folder: string, log: Log): void {
  const { bavail, bsize } = statfsSync(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes < smallestFreeBytes) throw diskFull(folder);
  if (freeBytes < comfortableFreeBytes) {
    const freeMib = Math.floor(freeBytes / 1024 / 1024);
    log.warn(`磁盘空间不足 only ${freeMib} MiB are free on the disk that holds ${folder}`);
  }
}
