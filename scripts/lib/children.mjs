import { spawn, spawnSync } from 'node:child_process';
import { nodeProgram, root } from './project.mjs';

const stopMilliseconds = 45_000;

/** Starts a long-running program of ours; it ends when we do, even by kill -9 (Linux). */
export function startChild(name, file, env) {
  const [program, ...parameters] = [...endsWithParent(), nodeProgram, file];
  const child = spawn(program, parameters, {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    // A session of its own: Ctrl-C reaches us alone, and we pass it on once, in order.
    detached: process.platform !== 'win32',
    shell: process.platform === 'win32',
  });
  const handle = { name, pid: child.pid, ended: null, exited: null };
  handle.exited = new Promise((resolve) => {
    const finish = (code) => {
      handle.ended = code;
      resolve(handle);
    };
    child.once('error', () => finish(127));
    child.once('exit', (code, signal) => finish(signal ? 128 : (code ?? 1)));
  });
  handle.kill = (signal) => handle.ended === null && child.kill(signal);
  return handle;
}

/** Asks a child to stop and waits; one that does not is killed (the database recovers by itself). */
export async function stopChild(handle) {
  if (handle.ended !== null) return;
  handle.kill('SIGTERM');
  const timer = setTimeout(() => handle.kill('SIGKILL'), stopMilliseconds);
  await handle.exited;
  clearTimeout(timer);
}

function endsWithParent() {
  if (process.platform !== 'linux') return [];
  const trial = spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true'], { stdio: 'ignore' });
  return trial.status === 0 ? ['setpriv', '--pdeathsig', 'TERM', '--'] : [];
}
