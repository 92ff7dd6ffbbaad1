import type { GuardSignal } from '../../guards/index.ts';
import { freshDatabase } from '../../../../test/harness-database.ts';
import { createTestClock } from '../../../../test/test-clock.ts';
import { codeIdOf } from '../../codes/index.ts';
import { createScanLog, type ScanLogOptions } from './create-scan-log.ts';
import { ensureScanLogPartitions } from './ensure-scan-log-partitions.ts';
import type { LoggedAttempt } from './logged-attempt.ts';

/** A log on a database of its own that is written only when told; alarms are gathered. */
export async function openScanLog(start = new Date('2026-11-22T08:00:00Z')) {
  const database = await freshDatabase({ max: 12 });
  const { db } = database;
  const clock = createTestClock(start);
  await db.transaction().execute((tx) => ensureScanLogPartitions(tx, clock.now()));
  const alarms: GuardSignal[] = [];
  const errors: unknown[] = [];
  const limits = { suspiciousPeople: 5, suspiciousProvinces: 3 };
  const openLog = (options: Partial<ScanLogOptions> = {}) =>
    createScanLog({
      db,
      clock,
      readLimits: () => Promise.resolve(limits),
      raiseAlarms: (_tx, signals) => Promise.resolve(void alarms.push(...signals)),
      onError: (error) => errors.push(error),
      flushEveryMs: null,
      ...options,
    });
  const attempt = (given: Partial<LoggedAttempt> = {}): LoggedAttempt => ({
    scannedAt: clock.now(),
    outcome: 'claimedByAnother',
    channel: 'page',
    memberId: 1,
    codeId: codeIdOf(1, 1),
    productId: 1,
    province: null,
    network: null,
    device: null,
    ...given,
  });
  const sumsOf = (codeId: bigint) =>
    db
      .selectFrom('scannedCode')
      .selectAll()
      .where('codeId', '=', Number(codeId))
      .executeTakeFirst();
  const claim = async (codeId: bigint, memberId: number, province: string | null = null) => {
    await db
      .insertInto('claim')
      .values({
        codeId: Number(codeId),
        memberId,
        attemptId: crypto.randomUUID(),
        productId: 1,
        points: 10,
        claimedAt: clock.now(),
        province,
        channel: 'page',
      })
      .execute();
  };
  return { database, db, clock, alarms, errors, limits, openLog, attempt, sumsOf, claim };
}

export type TestScanLog = Awaited<ReturnType<typeof openScanLog>>;
