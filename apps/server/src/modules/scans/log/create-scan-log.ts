import type { GuardSignal } from '../../guards/index.ts';
import { readCustody } from '../../codes/index.ts';
import { createCustodyWatch, type SeenCode } from './custody-watch.ts';
import { createLogBuffer } from './log-buffer.ts';
import type { LoggedAttempt } from './logged-attempt.ts';
import { linesPerFlush, writeLog, type LogWriterOptions } from './write-log.ts';

export interface ScanLog {
  /** Keeps an attempt for the next flush. Never waits, never throws. */
  record(scan: LoggedAttempt): void;
  /** Looks behind the answer whether a code is where it should not be; see custody-watch.ts. */
  see(code: SeenCode): void;
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

export interface ScanLogOptions extends LogWriterOptions {
  /** Null: only when asked, for tests; then nothing is seen by itself either. */
  flushEveryMs?: number | null;
  /** Most attempts that wait; beyond it the oldest go. */
  waitingMax?: number;
}

const flushEveryMsDefault = 500;
const waitingMaxDefault = 100_000;
/** Codes seen where they should not be are one question a second, however many there are. */
const watchEveryMs = 1_000;

/**
 * The buffer between the path of the claim and the log. What is in it is lost by kill −9: refused
 * scans of the last half second, and the time of a flush; never a claim.
 */
export function createScanLog(options: ScanLogOptions): ScanLog {
  const { onError, flushEveryMs = flushEveryMsDefault, waitingMax = waitingMaxDefault } = options;
  const buffer = createLogBuffer(waitingMax);
  let underWay: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  /** The last flush failed: the next one waits for the timer. */
  let isAway = false;
  let isStopped = false;

  function arm(): void {
    if (timer || underWay || isStopped || flushEveryMs === null || buffer.isEmpty()) return;
    timer = setTimeout(flushByItself, flushEveryMs);
    timer.unref();
  }

  function flushByItself(): void {
    clearTimeout(timer);
    timer = undefined;
    flush().catch(onError);
  }

  async function flushAll(): Promise<void> {
    isAway = true;
    try {
      await writeLog(buffer, options);
      isAway = false;
    } finally {
      underWay = undefined;
      arm();
    }
  }

  function recordSignals(signals: readonly GuardSignal[]): void {
    buffer.addSignals(signals);
    arm();
  }

  const watch = createCustodyWatch({
    readCustody: (asked) => readCustody(options.db, asked),
    recordSignals,
    onError,
    flushEveryMs: flushEveryMs === null ? null : watchEveryMs,
  });

  async function flush(): Promise<void> {
    // Whoever asks wants what waits now on record: the flush under way may have begun before it.
    await underWay?.catch(() => undefined);
    if (!underWay && !buffer.isEmpty()) underWay = flushAll();
    await underWay;
  }

  return {
    record(scan) {
      buffer.add(scan);
      const isEnough = buffer.waiting() >= linesPerFlush && flushEveryMs !== null;
      if (isEnough && !underWay && !isAway && !isStopped) flushByItself();
      else arm();
    },
    see: (code) => watch.see(code),
    recordSignals,
    async flush() {
      await watch.flush();
      await flush();
    },
    waiting: buffer.waiting,
    dropped: buffer.dropped,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      watch.stop();
      await watch.flush().catch(onError);
      await flush().catch(onError);
    },
  };
}
