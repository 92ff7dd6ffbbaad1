import pg from 'pg';
import type { Clock } from '../../../platform/clock.ts';
import { retrySerialization, type Db, type Tx } from '../../../platform/database.ts';
import type { GuardSignal } from '../../guards/index.ts';
import { flushLines, type SuspicionLimits } from './flush-lines.ts';
import type { LoggedAttempt } from './logged-attempt.ts';

export interface ScanLog {
  /** Keeps an attempt for the next flush. Never waits, never throws. */
  record(scan: LoggedAttempt): void;
  /** Keeps what head office should look at; it becomes an alarm with the next flush. */
  recordSignals(signals: readonly GuardSignal[]): void;
  /** Writes all that waits. Rejects when the database does not take it; then it is kept. */
  flush(): Promise<void>;
  /** Attempts that wait for a flush. */
  waiting(): number;
  /** Attempts lost since the start: beyond the bound, or refused by the database for good. */
  dropped(): number;
  /** The last flush, for an orderly stop; afterwards nothing is written by itself. */
  stop(): Promise<void>;
}

export interface ScanLogOptions {
  db: Db;
  clock: Clock;
  readLimits: () => Promise<SuspicionLimits>;
  raiseAlarms: (tx: Tx, signals: readonly GuardSignal[], now: Date) => Promise<void>;
  onError: (error: unknown) => void;
  /** Null: only when asked, for tests. */
  flushEveryMs?: number | null;
  /** Most attempts that wait; beyond it the oldest go. */
  waitingMax?: number;
}

const flushEveryMsDefault = 500;
/** So many do not wait for the timer, and travel in one transaction. */
const linesPerFlush = 1_000;
const waitingMaxDefault = 100_000;
/** An alarm may be raised again by what happens next; attempts may not. */
const signalsMax = 1_000;

/**
 * The buffer between the path of the claim and the log. What is in it is lost by kill −9: refused
 * scans of the last half second, and the time of a flush; never a claim.
 */
export function createScanLog(options: ScanLogOptions): ScanLog {
  const { db, clock, readLimits, raiseAlarms, onError } = options;
  const { flushEveryMs = flushEveryMsDefault, waitingMax = waitingMaxDefault } = options;
  let lines: LoggedAttempt[] = [];
  let signals: GuardSignal[] = [];
  let droppedCount = 0;
  let underWay: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  /** The last flush failed: the next one waits for the timer. */
  let isAway = false;
  let isStopped = false;

  /** A hundredth at once: moving a long list for every attempt would cost more than they do. */
  function keepBound(): void {
    const tooMany = lines.length - waitingMax;
    if (tooMany <= 0) return;
    const count = Math.max(tooMany, Math.floor(waitingMax / 100));
    lines.splice(0, count);
    droppedCount += count;
  }

  function arm(): void {
    if (timer || underWay || isStopped || flushEveryMs === null) return;
    timer = setTimeout(flushByItself, flushEveryMs);
    timer.unref();
  }

  function flushByItself(): void {
    clearTimeout(timer);
    timer = undefined;
    flush().catch(onError);
  }

  async function write(batch: LoggedAttempt[], raised: GuardSignal[]): Promise<void> {
    const limits = await readLimits();
    await retrySerialization(() =>
      db.transaction().execute(async (tx) => {
        const now = clock.now();
        const suspicious = await flushLines(tx, batch, limits, now);
        const all = [...raised, ...suspicious];
        if (all.length > 0) await raiseAlarms(tx, all, now);
      }),
    );
  }

  async function flushSignals(): Promise<void> {
    const raised = signals;
    signals = [];
    try {
      await write([], raised);
    } catch (error) {
      if (!isForGood(error)) signals = [...raised, ...signals].slice(0, signalsMax);
      throw error;
    }
  }

  /** A line the database will never take is looked for by halves, so that it holds up no other. */
  async function flushAttempts(): Promise<void> {
    let size = linesPerFlush;
    while (lines.length > 0) {
      const batch = lines.splice(0, size);
      try {
        await write(batch, []);
        size = linesPerFlush;
      } catch (error) {
        const isPoison = isForGood(error);
        if (isPoison && batch.length === 1) {
          droppedCount += 1;
          onError(error);
          continue;
        }
        lines = [...batch, ...lines];
        keepBound();
        if (!isPoison) throw error;
        size = Math.ceil(batch.length / 2);
      }
    }
  }

  async function flushAll(): Promise<void> {
    if (signals.length > 0) await flushSignals();
    await flushAttempts();
    isAway = false;
  }

  async function flush(): Promise<void> {
    // Whoever asks wants what waits now on record: the flush under way may have begun before it.
    await underWay?.catch(() => undefined);
    if (underWay) return underWay;
    if (lines.length === 0 && signals.length === 0) return;
    underWay = flushAll()
      .catch((error: unknown) => {
        isAway = true;
        throw error;
      })
      .finally(() => {
        underWay = undefined;
        if (lines.length > 0 || signals.length > 0) arm();
      });
    return underWay;
  }

  return {
    record(scan) {
      lines.push(scan);
      keepBound();
      const isEnough = lines.length >= linesPerFlush && flushEveryMs !== null;
      if (isEnough && !underWay && !isAway && !isStopped) flushByItself();
      else arm();
    },
    recordSignals(given) {
      signals.push(...given);
      signals.splice(signalsMax);
      if (signals.length > 0) arm();
    },
    flush,
    waiting: () => lines.length,
    dropped: () => droppedCount,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await flush().catch(onError);
    },
  };
}

/** SQLSTATE classes 22 and 23: the data is what is wrong, and will be the next time. */
function isForGood(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? '');
}
