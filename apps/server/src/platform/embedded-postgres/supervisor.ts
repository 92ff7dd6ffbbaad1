import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log.ts';
import { stopServer } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';

const restartsMax = 5;
const restartWindowMilliseconds = 60_000;

/**
 * Restarts a server that ends without being told to: at most five times a minute, then it gives up
 * and says so.
 */
export function supervise(options: {
  server: ServerProcess;
  restart: () => Promise<ServerProcess>;
  log: Log;
  onGivenUp: (error: Error) => void;
}): { stop: () => Promise<void> } {
  const { restart, log, onGivenUp } = options;
  let current: ServerProcess | null = options.server;
  let stopping = false;
  const restartedAt: number[] = [];
  let restarting: Promise<unknown> = Promise.resolve();
  void watch();
  return { stop };

  async function watch(): Promise<void> {
    while (current !== null) {
      await current.exited;
      if (stopping) return;
      log.error(
        `数据库进程意外退出，正在重启 the database process (${current.pid}) died; restarting`,
      );
      const replacement = restartBounded();
      restarting = replacement;
      current = await replacement;
    }
  }

  async function restartBounded(): Promise<ServerProcess | null> {
    for (;;) {
      const since = Date.now() - restartWindowMilliseconds;
      const recent = restartedAt.filter((time) => time > since).length;
      if (recent >= restartsMax) {
        const error = new Error(`the database died ${restartsMax} times within a minute`);
        log.error(`数据库反复退出，已放弃重启 giving up: ${error.message}`);
        onGivenUp(error);
        return null;
      }
      restartedAt.push(Date.now());
      await sleep(recent * 500);
      if (stopping) return null;
      try {
        return await restart();
      } catch (error) {
        log.error(error instanceof Error ? error.message : String(error));
      }
    }
  }

  async function stop(): Promise<void> {
    stopping = true;
    // A restart may be under way: let it finish, so that what it started is stopped too.
    await restarting;
    if (current !== null) await stopServer(current);
  }
}
