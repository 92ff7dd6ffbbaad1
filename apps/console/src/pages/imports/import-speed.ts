export interface Progress {
  /** Lines the present step has done with. */
  linesDone: number;
  /** Of the present step, 0 to 1. */
  fractionDone: number;
  atMs: number;
}

export interface Speed {
  linesPerSecond: number;
  /** Of the present step; null until there is enough to judge by. */
  remainingSeconds: number | null;
}

/**
 * How fast a step runs between the oldest and the newest of the remembered looks at it; a window of
 * several looks is calm enough to read.
 */
export function measureSpeed(looks: readonly Progress[]): Speed {
  const first = looks[0];
  const last = looks.at(-1);
  const seconds = first && last ? (last.atMs - first.atMs) / 1000 : 0;
  if (!first || !last || seconds <= 0) return { linesPerSecond: 0, remainingSeconds: null };
  const linesPerSecond = Math.max(0, last.linesDone - first.linesDone) / seconds;
  const fractionPerSecond = (last.fractionDone - first.fractionDone) / seconds;
  const remainingSeconds =
    fractionPerSecond > 0 ? Math.max(0, 1 - last.fractionDone) / fractionPerSecond : null;
  return { linesPerSecond, remainingSeconds };
}

/** The share done in percent, never more than 100. */
export function percentDone(done: number, all: number): number {
  if (all <= 0) return 0;
  return Math.min(100, Math.floor((100 * done) / all));
}
