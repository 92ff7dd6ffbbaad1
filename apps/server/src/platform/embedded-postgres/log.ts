import { copyFileSync, statSync, truncateSync } from 'node:fs';

/** The little this module needs of a logger; Fastify's logger and `console` both fit. */
export type Log = {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
};

const largestLogBytes = 8 * 1024 * 1024;
const checkEveryMilliseconds = 60_000;

/**
 * Keeps PostgreSQL's log file below 8 MiB, with one older file beside it. The server appends to an
 * inherited descriptor (so an orphan still logs), hence copy and truncate instead of rename.
 *
 * @returns a function that stops the watch
 */
export function boundLogFile(logFile: string): () => void {
  rotateIfLarge(logFile);
  const timer = setInterval(() => rotateIfLarge(logFile), checkEveryMilliseconds);
  timer.unref();
  return () => clearInterval(timer);
}

export function rotateIfLarge(logFile: string): void {
  try {
    const { size } = statSync(logFile);
    if (size <= largestLogBytes) return;
    copyFileSync(logFile, `${logFile}.1`);
  } catch {
    // No log yet, or no room for the older copy: a bounded log matters more than a kept one.
  }
  try {
    if (statSync(logFile).size > largestLogBytes) truncateSync(logFile, 0);
  } catch {
    // The next check tries again.
  }
}
