import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface RunningProduct {
  serverUrl: string;
  phoneUrl: string;
  /** The one-time link printed at the first start. */
  setupUrl: string;
  dataDir: string;
  /** kill −9 of the server, as a power cut would. */
  killServer: () => Promise<void>;
  /** Starts the server again on the same data and the same port. */
  restartServer: () => Promise<void>;
  stop: () => Promise<void>;
}

const repositoryRoot = path.resolve(import.meta.dirname, '../..');
const readyWithinMs = 90_000;

/**
 * The product as `npm start` runs it — a simulator and a server with its own embedded database, as
 * processes of their own — but without demo data unless asked, on free ports and in a data folder of this walk.
 */
export async function startProduct(options: { demo?: boolean } = {}): Promise<RunningProduct> {
  const dataDir = path.join(repositoryRoot, 'data', `walk-${process.pid}-${Date.now()}`);
  mkdirSync(dataDir, { recursive: true });
  const [serverPort, simulatorPort] = [await freePort(), await freePort()];
  const serverUrl = `http://127.0.0.1:${serverPort}`;
  const phoneUrl = `http://127.0.0.1:${simulatorPort}`;
  const account = {
    WECHAT_APP_ID: 'wx0a1b2c3d4e5f6789',
    WECHAT_APP_SECRET: randomBytes(16).toString('hex'),
    WECHAT_TOKEN: randomBytes(8).toString('hex'),
    WECHAT_ENCODING_AES_KEY: randomBytes(32).toString('hex').slice(0, 43),
    WECHAT_ORIGINAL_ID: 'gh_walk00000000',
  };
  const simulator = startProcess('packages/wechat-simulator/src/main.ts', {
    ...account,
    PORT: String(simulatorPort),
    DATA_DIR: dataDir,
    CALLBACK_URL: `${serverUrl}/wechat/callback`,
  });
  const serverEnvironment = {
    ...account,
    PORT: String(serverPort),
    PUBLIC_URL: serverUrl,
    DATA_DIR: dataDir,
    DEMO: options.demo ? '1' : '0',
    WECHAT_API_URL: phoneUrl,
    WECHAT_OAUTH_URL: phoneUrl,
    WECHAT_JSSDK_URL: `${phoneUrl}/open/js/jweixin-1.6.0.js`,
    SMS_PROVIDER: 'simulator',
    SIMULATOR_URL: phoneUrl,
    LOG_LEVEL: 'warn',
  };
  const runFile = path.join(dataDir, 'run.json');
  let server = startProcess('apps/server/src/main.ts', serverEnvironment);
  const { setupUrl } = await readRunFile(runFile, server);
  return {
    serverUrl,
    phoneUrl,
    setupUrl,
    dataDir,
    killServer: () => end(server.child, 'SIGKILL'),
    restartServer: async () => {
      rmSync(runFile, { force: true });
      server = startProcess('apps/server/src/main.ts', serverEnvironment);
      await readRunFile(runFile, server);
    },
    stop: async () => {
      await end(server.child);
      await end(simulator.child);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

interface StartedProcess {
  child: ChildProcess;
  output: () => string;
}

function startProcess(file: string, environment: Record<string, string>): StartedProcess {
  const { PATH, HOME, LANG } = process.env;
  const child = spawn(process.execPath, [path.join(repositoryRoot, file)], {
    cwd: repositoryRoot,
    env: { PATH, HOME, LANG, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-8_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return { child, output: () => output };
}

async function readRunFile(file: string, server: StartedProcess): Promise<{ setupUrl: string }> {
  const until = Date.now() + readyWithinMs;
  while (Date.now() < until) {
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as { setupUrl: string };
    if (server.child.exitCode !== null) break;
    await sleep(100);
  }
  throw new Error(`the server did not get ready:\n${server.output()}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const tooLong = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(tooLong);
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
