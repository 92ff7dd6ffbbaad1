import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface PgbenchFigures {
  transactionsPerSecond: number;
  /** Mean of one transaction as a client sees it. */
  latencyMs: number;
}

/** Runs one script for some seconds and says how it went. */
export type Pgbench = (run: {
  script: string;
  clients: number;
  seconds: number;
}) => Promise<PgbenchFigures>;

const installing = 'apt-get install --yes --no-install-recommends postgresql';
const debianDir = '/usr/lib/postgresql';

/**
 * PostgreSQL's own load generator, from PATH or Debian's `postgresql` package, which is installed
 * when this is root. Null, and a word about what to do, when there is none.
 */
export function findPgbench(progress: (text: string) => void): string | null {
  const found = locate();
  if (found !== null) return found;
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    progress(`pgbench is missing: ${installing}`);
    spawnSync('/bin/sh', ['-c', `apt-get update --quiet && ${installing}`], { stdio: 'ignore' });
    const installed = locate();
    if (installed !== null) return installed;
  }
  progress(`skipped: the reference is pgbench, which is missing. As root: ${installing}`);
  return null;
}

function locate(): string | null {
  // The newest server's own one first: what PATH has on Debian is a Perl wrapper that picks one.
  const versions = existsSync(debianDir) ? readdirSync(debianDir).map(Number) : [];
  const folders = versions
    .toSorted((a, b) => b - a)
    .map((version) => path.join(debianDir, String(version), 'bin'));
  const searched = [...folders, ...(process.env['PATH'] ?? '').split(path.delimiter)];
  const program = searched
    .map((folder) => path.join(folder, 'pgbench'))
    .find((candidate) => existsSync(candidate));
  return program ?? null;
}

/** Prepared statements, two threads, quiet about vacuuming tables it did not make. */
export function createPgbench(program: string, url: string, scriptDir: string): Pgbench {
  const { hostname, port, username, password, pathname } = new URL(url);
  let scripts = 0;
  return async ({ script, clients, seconds }) => {
    scripts += 1;
    const file = path.join(scriptDir, `pgbench-${scripts}.sql`);
    writeFileSync(file, script);
    const threads = Math.min(2, clients);
    const output = await runToEnd(
      program,
      [
        ...['-n', '-M', 'prepared', '-c', String(clients), '-j', String(threads)],
        ...['-T', String(seconds), '-f', file],
        ...['-h', hostname, '-p', port, '-U', username, pathname.slice(1)],
      ],
      decodeURIComponent(password),
    );
    return {
      transactionsPerSecond: figureOf(output, /^tps = ([\d.]+)/m),
      latencyMs: figureOf(output, /^latency average = ([\d.]+) ms/m),
    };
  };
}

function runToEnd(program: string, words: string[], password: string): Promise<string> {
  const child = spawn(program, words, {
    env: { ...process.env, PGPASSWORD: password },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      if (status === 0) resolve(output);
      else reject(new Error(`pgbench ended with ${status}: ${complaint.slice(-500)}`));
    });
  });
}

function figureOf(output: string, pattern: RegExp): number {
  const figure = Number(pattern.exec(output)?.[1]);
  if (!Number.isFinite(figure)) throw new Error(`pgbench said something unexpected:\n${output}`);
  return figure;
}
