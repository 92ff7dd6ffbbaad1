import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataDir, isAlive } from './project.mjs';

const startFile = join(dataDir, 'start.json');
const runFile = join(dataDir, 'run.json');

/**
 * Makes this the only start on the data folder.
 *
 * @returns the pid of the copy that runs already, or null when the folder is ours now
 */
export function claimStart() {
  mkdirSync(dataDir, { recursive: true });
  const own = JSON.stringify({ pid: process.pid, identity: identity(process.pid) });
  for (;;) {
    try {
      writeFileSync(startFile, own, { flag: 'wx', mode: 0o600 });
      rmSync(runFile, { force: true });
      return null;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const other = readJson(startFile);
    if (other !== null && isAlive(other.pid) && identity(other.pid) === other.identity) {
      return other.pid;
    }
    rmSync(startFile, { force: true });
  }
}

/** What the addresses are, for a second start of the same copy to repeat. */
export function noteAddresses(addresses) {
  const own = { pid: process.pid, identity: identity(process.pid), addresses };
  writeFileSync(startFile, JSON.stringify(own), { mode: 0o600 });
}

export function releaseStart() {
  if (readJson(startFile)?.pid === process.pid) rmSync(startFile, { force: true });
}

/** Waits until the other start has written down its addresses; null when it ends or takes long. */
export async function addressesOf(pid, seconds = 180) {
  for (let wait = 0; wait < seconds * 5 && isAlive(pid); wait += 1) {
    const other = readJson(startFile);
    if (other?.addresses) return other.addresses;
    await sleep(200);
  }
  return null;
}

/** Waits until the server has written data/run.json and answers; `hasEnded` breaks off. */
export async function serverReady({ pid, healthUrl, hasEnded, seconds = 300 }) {
  for (let wait = 0; wait < seconds * 10 && !hasEnded(); wait += 1) {
    const found = readJson(runFile);
    if (found?.pid === pid && (await answers(healthUrl))) return found;
    await sleep(100);
  }
  return null;
}

async function answers(url) {
  try {
    const reply = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return reply.ok;
  } catch {
    return false;
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** When the process started, so that a pid used again is not taken for the old process. */
function identity(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return '';
  }
}
