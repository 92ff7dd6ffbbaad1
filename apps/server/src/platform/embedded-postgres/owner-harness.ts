import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres } from './index.ts';
import type { EmbeddedPostgres } from './index.ts';
import { processIdentity } from './process-identity.ts';

/** Test ground of this folder: data folders of one test, and owners of them that can be killed. */
const dataDir = join(import.meta.dirname, '../../../../../data');

export function newDataDir(): string {
  mkdirSync(dataDir, { recursive: true });
  return mkdtempSync(join(dataDir, 'embedded-'));
}

/**
 * Copies a stopped data folder, owners and all: making a cluster anew takes most of the time of a
 * first start. One whose cluster lies outside cannot be copied so: it is made anew.
 */
export async function copyDataDir(from: string, to: string): Promise<void> {
  if (dirname(clusterDirOf(from)) === from) {
    const { status } = spawnSync('cp', ['-a', `${from}/.`, to]);
    if (status !== 0) throw new Error(`${from} could not be copied`);
  } else {
    await (await start(to)).stop();
  }
  rmSync(join(to, 'postgres.log'), { force: true });
}

const running = new Set<ChildProcess>();

/** Stops whatever still runs there and removes the folder of a test. */
export async function removeDataDir(folder: string): Promise<void> {
  // Owners that a failed assertion left behind.
  for (const child of running) child.kill('SIGKILL');
  const pid = postmasterPid(folder);
  if (pid !== null) {
    signal(pid, 'SIGQUIT');
    await until(() => processIdentity(pid) === null);
  }
  // An initdb that a test orphaned may still be writing.
  const options = { recursive: true, force: true, maxRetries: 20, retryDelay: 100 };
  const storageDir = dirname(clusterDirOf(folder));
  if (storageDir !== folder) rmSync(storageDir, options);
  rmSync(folder, options);
}

/** Where the data is: elsewhere when the tests run as root in a folder closed to others. */
export function clusterDirOf(folder: string): string {
  try {
    const settings: unknown = JSON.parse(readFileSync(join(folder, 'postgres.json'), 'utf8'));
    const { outsideClusterDir } = settings as { outsideClusterDir?: string };
    return outsideClusterDir ?? join(folder, 'postgres');
  } catch {
    return join(folder, 'postgres');
  }
}

export async function start(folder: string): Promise<EmbeddedPostgres & { messages: string[] }> {
  const messages: string[] = [];
  const keep = (message: string) => void messages.push(message);
  const log = { info: keep, warn: keep, error: keep };
  return { ...(await startEmbeddedPostgres({ dataDir: folder, log })), messages };
}

/** An owner in a process of its own; `env.PATH` without setpriv makes its database an orphan. */
export function spawnOwner(options: {
  folder: string;
  mode?: 'idle' | 'write' | 'once';
  env?: NodeJS.ProcessEnv;
  identity?: { uid: number; gid: number };
}) {
  const { folder, mode = 'idle', env = process.env, identity = {} } = options;
  const program = join(import.meta.dirname, 'test-owner.ts');
  const child = spawn(process.execPath, [program, folder, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: dirname(program),
    env,
    ...identity,
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    pid: child.pid ?? 0,
    closed,
    output: () => output,
    saw: (pattern: RegExp) => until(() => pattern.test(output) || child.exitCode !== null),
    kill: async (name: NodeJS.Signals) => {
      child.kill(name);
      return closed;
    },
  };
}

export function postmasterPid(folder: string): number | null {
  try {
    const text = readFileSync(join(clusterDirOf(folder), 'postmaster.pid'), 'utf8');
    return Number(text.split('\n')[0]);
  } catch {
    return null;
  }
}

export async function query<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export async function until(condition: () => boolean | Promise<boolean>, seconds = 60) {
  const deadline = Date.now() + seconds * 1_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await sleep(20);
  }
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already.
  }
}
