import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity, processesWorkingIn, worksIn } from './process-identity.ts';

/** What postmaster.pid says about the server on a cluster. */
export type Postmaster = { pid: number; port: number; status: string };

/**
 * The server that runs on this cluster, or `null`. A postmaster.pid left by a crash, whose pid now
 * belongs to some other program, is moved aside: PostgreSQL would take it for a running server.
 *
 * @see https://www.postgresql.org/docs/18/storage-file-layout.html postmaster.pid
 */
export function findPostmaster(clusterDir: string): Postmaster | null {
  const file = join(clusterDir, 'postmaster.pid');
  const postmaster = parsePostmasterFile(file);
  if (postmaster === null || processIdentity(postmaster.pid) === null) return null;
  const inCluster = worksIn(postmaster.pid, clusterDir);
  if (inCluster !== false) return postmaster;
  // Without this file PostgreSQL cannot see children that outlived their postmaster, so it goes
  // only when none is left.
  if (processesWorkingIn(clusterDir).length === 0) renameSync(file, `${file}.stale`);
  return null;
}

function parsePostmasterFile(file: string): Postmaster | null {
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isInteger(pid) || pid === 0) return null;
  return { pid, port: Number(lines[3]), status: (lines[7] ?? '').trim() };
}
