export interface Progress {
  linesRead: number;
  bytesDone: number;
  fileBytes: number;
  atMs: number;
}

export interface Speed {
  linesPerSecond: number;
  /** Null until there is enough to judge by. */
  remainingSeconds: number | null;
}

/**
 * How fast an import runs between the oldest and the newest of the remembered looks at it; a window
 * of several looks is calm enough to read. Time left follows from bytes, as lines differ in length.
 */
export function measureSpeed(looks: readonly Progress[]): Speed {
  const first = looks[0];
  const last = looks.at(-1);
  const seconds = first && last ? (last.atMs - first.atMs) / 1000 : 0;
  if (!first || !last || seconds <= 0) return { linesPerSecond: 0, remainingSeconds: null };
  const linesPerSecond = (last.linesRead - first.linesRead) / seconds;
  const bytesPerSecond = (last.bytesDone - first.bytesDone) / seconds;
  const remainingSeconds =
    bytesPerSecond > 0 ? (last.fileBytes - last.bytesDone) / bytesPerSecond : null;
  return { linesPerSecond, remainingSeconds };
}

/** The share done in percent, never more than 100. */
export function percentDone(done: number, all: number): number {
  if (all <= 0) return 0;
  return Math.min(100, Math.floor((100 * done) / all));
}
