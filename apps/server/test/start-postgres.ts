import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres/index.ts';
import { migrateJobs } from '../src/platform/jobs.ts';
import { migrate } from '../src/platform/migrate.ts';

declare module 'vitest' {
  // What the run gives to every test file: see harness-database.ts.
  export interface ProvidedContext {
    postgresUrl: string;
    templateDatabase: string;
  }
}

const dataDir = join(import.meta.dirname, '../../../data');
const ownDir = join(dataDir, `test-${process.pid}`);
const templateDatabase = `mashang_template_${process.pid}`;
/** Nothing in a test's database outlives the run; the tests of durability start servers of their own. */
const notDurable = { fsync: 'off', full_page_writes: 'off' };
const quiet = { info: () => undefined, warn: console.warn, error: console.error };

/**
 * Vitest's global set-up: one PostgreSQL for the whole run (our embedded one, or TEST_DATABASE_URL)
 * and one migrated database in it, of which every test file gets a copy.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  const templateUrl = withDatabase(server.url, templateDatabase);
  await runOn(server.url, `create database ${templateDatabase}`);
  await migrate(templateUrl);
  await migrateJobs(templateUrl);
  project.provide('postgresUrl', server.url);
  project.provide('templateDatabase', templateDatabase);
  return async () => {
    await runOn(server.url, `drop database if exists ${templateDatabase} with (force)`);
    await server.stop();
  };
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function runOn(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function startServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => undefined };
  mkdirSync(dataDir, { recursive: true });
  await removeStaleClusters();
  const postgres = await startEmbeddedPostgres({
    dataDir: ownDir,
    log: quiet,
    parameters: notDurable,
  });
  const stop = async () => {
    await postgres.stop();
    removeCluster(ownDir);
  };
  return { url: postgres.url, stop };
}

/** Only folders named for a run whose process is gone; its server stops with it, or is told to. */
async function removeStaleClusters(): Promise<void> {
  for (const name of readdirSync(dataDir)) {
    const pid = Number(/^test-(\d+)$/.exec(name)?.[1]);
    if (!Number.isInteger(pid) || isAlive(pid)) continue;
    const folder = join(dataDir, name);
    try {
      await stopOrphan(folder);
      removeCluster(folder);
    } catch (error) {
      console.warn(`a crashed run left ${folder}, which could not be removed:`, error);
    }
  }
}

async function stopOrphan(folder: string): Promise<void> {
  const pidFile = join(clusterDirOf(folder), 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  for (let wait = 0; wait < 100 && existsSync(pidFile) && isAlive(pid); wait += 1) {
    // SIGQUIT: immediate shutdown. Nothing in a test's database is worth a checkpoint.
    if (wait === 20) process.kill(pid, 'SIGQUIT');
    await sleep(50);
  }
}

function removeCluster(folder: string): void {
  const clusterDir = clusterDirOf(folder);
  if (dirname(clusterDir) !== folder) rmSync(dirname(clusterDir), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

function clusterDirOf(folder: string): string {
  try {
    const settings: unknown = JSON.parse(readFileSync(join(folder, 'postgres.json'), 'utf8'));
    const { outsideClusterDir } = settings as { outsideClusterDir?: string };
    return outsideClusterDir ?? join(folder, 'postgres');
  } catch {
    return join(folder, 'postgres');
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
