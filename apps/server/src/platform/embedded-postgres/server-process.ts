import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runAs } from './account.ts';
import type { Layout } from './layout.ts';
import { processIdentity } from './process-identity.ts';

/** A running postmaster, whether we started it or found it. */
export type ServerProcess = {
  pid: number;
  hasExited(): boolean;
  /** Resolves when the process is gone. */
  exited: Promise<void>;
};

/** `smart` is not used: it would wait for clients. Fast and immediate as in the manual. */
const fastShutdown = 'SIGINT';
const immediateShutdown = 'SIGQUIT';
const fastShutdownMilliseconds = 30_000;
const immediateShutdownMilliseconds = 10_000;
const adoptedPollMilliseconds = 250;

/** Starts PostgreSQL on 127.0.0.1; returns as soon as the process exists, before it is ready. */
export function spawnServer(
  layout: Layout,
  options: { port: number; parameters?: Record<string, string> | undefined },
): ServerProcess {
  const { clusterDir, logFile, account, binaries } = layout;
  const server = join(binaries.binDir, 'postgres');
  const parameters = { ...defaultParameters(options.port), ...options.parameters };
  const serverArguments = ['-D', clusterDir, ...toArguments(parameters)];
  const [program = server, ...prefix] = diesWithParent();
  const programArguments =
    program === server ? serverArguments : [...prefix, server, ...serverArguments];
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(program, programArguments, {
    ...runAs(account),
    stdio: ['ignore', log, log],
    // A session of its own: Ctrl-C in the terminal must reach the application first.
    detached: true,
  });
  closeSync(log);
  child.unref();
  let gone = false;
  const exited = new Promise<void>((resolve) => {
    const finish = () => {
      gone = true;
      resolve();
    };
    child.once('exit', finish);
    child.once('error', finish);
  });
  return { pid: child.pid ?? 0, hasExited: () => gone, exited };
}

/** Looks after a postmaster that an earlier process of ours left behind. */
export function adoptServer(pid: number): ServerProcess {
  const identity = processIdentity(pid);
  const hasExited = () => processIdentity(pid) !== identity;
  return { pid, hasExited, exited: watch() };

  async function watch(): Promise<void> {
    while (!hasExited()) await sleep(adoptedPollMilliseconds, undefined, { ref: false });
  }
}

/** Stops the server cleanly; after 30 s without waiting any longer (recovery then runs at start). */
export async function stopServer(server: ServerProcess): Promise<void> {
  if (server.hasExited()) return;
  signal(server, fastShutdown);
  if (await exitsWithin(server, fastShutdownMilliseconds)) return;
  signal(server, immediateShutdown);
  if (await exitsWithin(server, immediateShutdownMilliseconds)) return;
  throw new Error(`PostgreSQL (process ${server.pid}) does not stop`);
}

async function exitsWithin(server: ServerProcess, milliseconds: number): Promise<boolean> {
  // The timer holds the event loop open: the server itself is not referenced.
  const timer = new AbortController();
  const timeout = sleep(milliseconds, undefined, { signal: timer.signal }).catch(() => undefined);
  await Promise.race([server.exited, timeout]);
  timer.abort();
  return server.hasExited();
}

function signal(server: ServerProcess, name: NodeJS.Signals): void {
  try {
    process.kill(server.pid, name);
  } catch {
    // Gone already; the wait that follows sees it.
  }
}

let pdeathsigPrefix: string[] | undefined;

/** util-linux `setpriv` asks the kernel to stop the server when this process dies, even by -9. */
function diesWithParent(): string[] {
  pdeathsigPrefix ??= (() => {
    if (process.platform !== 'linux') return [];
    const trial = spawnSync('setpriv', ['--pdeathsig', 'INT', 'true'], { stdio: 'ignore' });
    return trial.status === 0 ? ['setpriv', '--pdeathsig', 'INT', '--'] : [];
  })();
  return pdeathsigPrefix;
}

/** Durability is PostgreSQL's default and is said aloud; memory is modest for a small machine. */
function defaultParameters(port: number): Record<string, string> {
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    shared_buffers: `${sharedBuffersMiB()}MB`,
    max_connections: '100',
    max_wal_size: '1GB',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    log_checkpoints: 'off',
    // Statements and error details can hold personal data: the log gets neither.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  };
}

function toArguments(parameters: Record<string, string>): string[] {
  return Object.entries(parameters).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/**
 * A quarter of the memory, as PostgreSQL's manual advises, up to 1 GiB: with less than its hot pages
 * the claim path reads the same blocks again and again. Pages are taken only when they are used.
 */
function sharedBuffersMiB(): number {
  const quarterMiB = Math.floor(totalmem() / 4 / 2 ** 20);
  return Math.min(1024, Math.max(128, quarterMiB));
}
