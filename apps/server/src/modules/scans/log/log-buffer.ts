import type { GuardSignal } from '../../guards/index.ts';
import type { LoggedAttempt } from './logged-attempt.ts';

/** An alarm may be raised again by what happens next; attempts may not. */
const signalsMax = 1_000;

export type LogBuffer = ReturnType<typeof createLogBuffer>;

/** What waits for a flush: bounded, the oldest attempts go first and are counted. */
export function createLogBuffer(waitingMax: number) {
  let lines: LoggedAttempt[] = [];
  let signals: GuardSignal[] = [];
  let droppedCount = 0;

  /** A hundredth at once: moving a long list for every attempt would cost more than they do. */
  function keepBound(): void {
    const tooMany = lines.length - waitingMax;
    if (tooMany <= 0) return;
    const count = Math.max(tooMany, Math.floor(waitingMax / 100));
    lines.splice(0, count);
    droppedCount += count;
  }

  return {
    add(line: LoggedAttempt): void {
      lines.push(line);
      keepBound();
    },
    addSignals(given: readonly GuardSignal[]): void {
      signals = [...signals, ...given].slice(0, signalsMax);
    },
    /** The oldest attempts, at most so many; they no longer wait. */
    take: (countMax: number): LoggedAttempt[] => lines.splice(0, countMax),
    putBack(batch: readonly LoggedAttempt[]): void {
      lines = [...batch, ...lines];
      keepBound();
    },
    takeSignals(): GuardSignal[] {
      const taken = signals;
      signals = [];
      return taken;
    },
    putBackSignals(taken: readonly GuardSignal[]): void {
      signals = [...taken, ...signals].slice(0, signalsMax);
    },
    /** One more attempt that nobody will write. */
    countDropped: (): void => void (droppedCount += 1),
    waiting: () => lines.length,
    isEmpty: () => lines.length === 0 && signals.length === 0,
    dropped: () => droppedCount,
  };
}
