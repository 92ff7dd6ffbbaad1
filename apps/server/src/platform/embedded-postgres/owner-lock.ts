import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { alreadyRunning } from './errors.ts';
import { processIdentity } from './process-identity.ts';

type Owner = { pid: number; identity: string | null };

/**
 * Makes this process the only one that looks after a data folder. A lock left by a dead process is
 * taken over. PostgreSQL's own postmaster.pid is the second line behind it.
 *
 * @returns a function that gives the folder back
 * @throws EmbeddedPostgresError `already_running` with the owner's pid
 */
export function lockFolder(lockFile: string): () => void {
  const content = JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid) });
  const draft = `${lockFile}.${process.pid}-${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, content, { mode: 0o600 });
  try {
    while (!tryLink(draft, lockFile)) setAsideIfStale(lockFile, draft);
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (read(lockFile) === content) rmSync(lockFile, { force: true });
  };
}

/** Moves a dead owner's lock away; moves it back when a live owner turned up in between. */
function setAsideIfStale(lockFile: string, draft: string): void {
  const found = read(lockFile);
  if (found === null) return;
  refuseLiveOwner(found, lockFile);
  const aside = `${draft}.stale`;
  try {
    renameSync(lockFile, aside);
  } catch {
    return;
  }
  const moved = read(aside);
  try {
    if (moved !== null && moved !== found) {
      tryLink(aside, lockFile);
      refuseLiveOwner(moved, lockFile);
    }
  } finally {
    rmSync(aside, { force: true });
  }
}

function refuseLiveOwner(content: string, lockFile: string): void {
  const owner = parse(content);
  if (owner === null) return;
  const identity = processIdentity(owner.pid);
  if (identity !== null && identity === owner.identity) {
    throw alreadyRunning(owner.pid, dirname(lockFile));
  }
}

function parse(content: string): Owner | null {
  try {
    return JSON.parse(content) as Owner;
  } catch {
    return null;
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
