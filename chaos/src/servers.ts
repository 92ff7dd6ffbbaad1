import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Servers {
  ports: number[];
  /** kill −9; a new one is started on the same port after a short while. */
  kill: (index: number) => void;
  /** Whether every server answers at this moment. */
  areReady: () => Promise<boolean>;
  /** Resolves when every server answers. */
  ready: () => Promise<void>;
  stop: () => Promise<void>;
}

export const publicUrl = 'http://points.example.cn';
const mainFile = path.join(import.meta.dirname, '../../apps/server/src/main.ts');
const readyWithinMs = 60_000;

/** So many whole servers, as production runs them, on one database. */
export async function startServers(options: {
  count: number;
  databaseUrl: string;
  masterKey: Buffer;
  folder: string;
}): Promise<Servers> {
  const ports: number[] = [];
  for (let index = 0; index < options.count; index += 1) ports.push(await freePort());
  let stopping = false;
  const children = ports.map((port, index) => run(port, index));
  const killAll = () => children.forEach((child) => child.kill('SIGKILL'));
  process.once('exit', killAll);

  function run(port: number, index: number): ChildProcess {
    const dataDir = path.join(options.folder, `server-${index}`);
    mkdirSync(dataDir, { recursive: true });
    const child = spawn(process.execPath, [mainFile], {
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        HOST: '127.0.0.1',
        PORT: String(port),
        PUBLIC_URL: publicUrl,
        DATA_DIR: dataDir,
        DATABASE_URL: options.databaseUrl,
        MASTER_KEY: options.masterKey.toString('base64'),
        // Clients come from many networks; only this machine may say so.
        TRUSTED_PROXIES: '127.0.0.1',
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr?.pipe(createWriteStream(path.join(dataDir, 'errors.log'), { flags: 'a' }));
    child.on('exit', () => {
      if (stopping) return;
      // A start while the database is away ends; the next one may find it.
      setTimeout(() => {
        if (!stopping) children[index] = run(port, index);
      }, 300);
    });
    return child;
  }

  const areReady = async () => (await Promise.all(ports.map(isReady))).every(Boolean);

  return {
    ports,
    kill: (index) => void children[index]?.kill('SIGKILL'),
    areReady,
    ready: async () => {
      const deadline = Date.now() + readyWithinMs;
      while (!(await areReady())) {
        if (Date.now() > deadline) throw new Error('a server does not get ready');
        await sleep(100);
      }
    },
    stop: async () => {
      stopping = true;
      process.off('exit', killAll);
      await Promise.all(children.map(endOf));
    },
  };
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(timer);
}

async function isReady(port: number): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(2_000);
    return (await fetch(`http://127.0.0.1:${port}/readyz`, { signal })).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
