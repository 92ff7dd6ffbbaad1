// Plain JavaScript on node: builtins only: these files run before anything is installed.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
export const dataDir = process.env.DATA_DIR || join(root, 'data');
/** The Node 24 that npm installs; the machine's own may be older. */
export const nodeProgram = join(
  root,
  'node_modules/.bin',
  process.platform === 'win32' ? 'node.cmd' : 'node',
);

/** Runs a command to its end with its output shown; resolves to the exit code. */
export function run(command, parameters, { onStart, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      ...options,
    });
    onStart?.(child);
    child.once('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(127);
    });
    // After its last words, not at its exit: piped output may still be on its way then.
    child.once('close', (code, signal) => resolve(signal ? 128 : (code ?? 1)));
  });
}

/** Runs npm: the one that called us, else the one on the PATH. */
export function npm(parameters, options = {}) {
  const caller = process.env.npm_execpath;
  if (caller?.endsWith('.js')) return run(process.execPath, [caller, ...parameters], options);
  return run('npm', parameters, { shell: process.platform === 'win32', ...options });
}

/** As `npm`, but what it says is kept for later: several may run side by side. */
export async function npmAside(parameters) {
  const chunks = [];
  const code = await npm(parameters, {
    stdio: ['ignore', 'pipe', 'pipe'],
    onStart: ({ stdout, stderr }) => {
      for (const stream of [stdout, stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    },
  });
  return { code, output: Buffer.concat(chunks).toString('utf8') };
}

/** Ends the script with a sentence for a person instead of a stack. */
export class StartError extends Error {}

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
