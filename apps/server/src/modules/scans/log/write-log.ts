import pg from 'pg';
import type { Clock } from '../../../platform/clock.ts';
import { retrySerialization, type Db, type Tx } from '../../../platform/database.ts';
import type { GuardSignal } from '../../guards/index.ts';
import { flushLines, type SuspicionLimits } from './flush-lines.ts';
import type { LogBuffer } from './log-buffer.ts';
import type { LoggedAttempt } from './logged-attempt.ts';

export interface LogWriterOptions {
  db: Db;
  clock: Clock;
  readLimits: () => Promise<SuspicionLimits>;
  raiseAlarms: (tx: Tx, signals: readonly GuardSignal[], now: Date) => Promise<void>;
  onError: (error: unknown) => void;
}

/** So many attempts travel in one transaction. */
export const linesPerFlush = 1_000;

/**
 * Writes all that waits. What the database does not take now goes back into the buffer; a connection
 * lost at the very commit may so leave an attempt on record twice, never none.
 */
export async function writeLog(buffer: LogBuffer, options: LogWriterOptions): Promise<void> {
  const signals = buffer.takeSignals();
  if (signals.length > 0) await writeSignals(buffer, signals, options);
  await writeAttempts(buffer, options);
}

async function writeSignals(
  buffer: LogBuffer,
  signals: GuardSignal[],
  options: LogWriterOptions,
): Promise<void> {
  try {
    await write([], signals, options);
  } catch (error) {
    if (!isForGood(error)) buffer.putBackSignals(signals);
    throw error;
  }
}

/** An attempt the database will never take is looked for by halves, so that it holds up no other. */
async function writeAttempts(buffer: LogBuffer, options: LogWriterOptions): Promise<void> {
  let size = linesPerFlush;
  while (buffer.waiting() > 0) {
    const batch = buffer.take(size);
    try {
      await write(batch, [], options);
      size = linesPerFlush;
    } catch (error) {
      const isPoison = isForGood(error);
      if (isPoison && batch.length === 1) {
        buffer.countDropped();
        options.onError(error);
        continue;
      }
      buffer.putBack(batch);
      if (!isPoison) throw error;
      size = Math.ceil(batch.length / 2);
    }
  }
}

async function write(
  batch: readonly LoggedAttempt[],
  signals: readonly GuardSignal[],
  { db, clock, readLimits, raiseAlarms }: LogWriterOptions,
): Promise<void> {
  const limits = await readLimits();
  await retrySerialization(() =>
    db.transaction().execute(async (tx) => {
      const now = clock.now();
      const suspicious = await flushLines(tx, batch, limits, now);
      const all = [...signals, ...suspicious];
      if (all.length > 0) await raiseAlarms(tx, all, now);
    }),
  );
}

/** SQLSTATE classes 22 and 23: the data is what is wrong, and will be the next time. */
function isForGood(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? '');
}
