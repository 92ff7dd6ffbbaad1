import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeIdOf } from '../../codes/index.ts';
import { openScanLog, type TestScanLog } from './scan-log.test-support.ts';

let bench: TestScanLog;
beforeAll(async () => {
  bench = await openScanLog();
  const log = bench.openLog();
  log.record(bench.attempt({ codeId: aCode() }));
  await log.flush();
});
afterAll(() => bench.database.close());

let lastSerial = 0;
const aCode = () => codeIdOf(1, (lastSerial += 1));

describe('S21: the scan log only grows, and is kept by month', () => {
  test.each([
    "update scan_log set outcome = 'void'",
    'delete from scan_log',
    'truncate scan_log',
    'delete from scan_log_2026_11',
    'truncate scan_log_2026_12',
    'truncate scan_log_default',
  ])('%s is refused by the database', async (statement) => {
    await expect(sql.raw(statement).execute(bench.db)).rejects.toThrow('the scan log only grows');
  });

  test.each([
    ['2026-11-30T23:59:59.999Z', 'scan_log_2026_11'],
    // Beijing is in December already; months are cut in UTC.
    ['2026-12-01T07:59:59.999+08:00', 'scan_log_2026_11'],
    ['2026-12-01T08:00:00.000+08:00', 'scan_log_2026_12'],
    ['2029-05-10T00:00:00.000Z', 'scan_log_default'],
  ])('an attempt at %s is in %s', async (moment, place) => {
    const log = bench.openLog();
    const codeId = aCode();
    log.record(bench.attempt({ codeId, scannedAt: new Date(moment) }));
    await log.flush();
    const { rows } = await sql<{ place: string }>`
      select tableoid::regclass::text as place from scan_log where code_id = ${codeId}`.execute(
      bench.db,
    );
    expect(rows).toEqual([{ place }]);
  });
});
