import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startEmbeddedPostgres } from '@mashang/server/src/platform/embedded-postgres/index.ts';

export interface BenchPostgres {
  url: string;
  /** For scripts; goes with the data. */
  folder: string;
  stop: () => Promise<void>;
}

const dataDir = path.join(import.meta.dirname, '../../../data');

/**
 * The product's embedded PostgreSQL with the product's settings, on a folder of this process alone,
 * which `stop` removes.
 */
export async function startBenchPostgres(): Promise<BenchPostgres> {
  const folder = path.join(dataDir, `bench-${process.pid}`);
  mkdirSync(dataDir, { recursive: true });
  removeLeftovers();
  const log = { info: () => undefined, warn: complain, error: complain };
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log });
  return {
    url: postgres.url,
    folder,
    stop: async () => {
      await postgres.stop();
      // As root the cluster may lie where PostgreSQL's account can reach it.
      const clusterParent = path.dirname(postgres.clusterDir);
      if (clusterParent !== folder) rmSync(clusterParent, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An interrupted run leaves its folder; the server in it ended with the run. */
function removeLeftovers(): void {
  for (const name of readdirSync(dataDir)) {
    const pid = Number(/^bench-(\d+)$/.exec(name)?.[1]);
    if (!Number.isInteger(pid) || isAlive(pid)) continue;
    rmSync(path.join(dataDir, name), { recursive: true, force: true });
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

function complain(message: string): void {
  process.stderr.write(`${message}\n`);
}
