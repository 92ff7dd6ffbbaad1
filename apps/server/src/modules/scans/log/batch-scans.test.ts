import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeIdOf } from '../../codes/index.ts';
import type { LoggedAttempt } from './logged-attempt.ts';
import { readBatchScans } from './read-batch-scans.ts';
import { openScanLog, type TestScanLog } from './scan-log.test-support.ts';

let bench: TestScanLog;
beforeAll(async () => {
  bench = await openScanLog();
});
afterAll(() => bench.database.close());

const outcomes = ['checked', 'alreadyYours', 'void'] as const satisfies LoggedAttempt['outcome'][];

test('B5: the scans of batches by outcome are those of the log, however many flush at once', async () => {
  const logs = Array.from({ length: 8 }, () => bench.openLog());
  for (let round = 0; round < 400; round += 1) {
    const log = logs[round % 8]!;
    // In a different order in every log.
    const batchId = 1 + ((round * 7) % 5);
    const codeId = round % 20 === 0 ? null : codeIdOf(batchId, round % 60);
    log.record(bench.attempt({ codeId, outcome: outcomes[round % 3]!, memberId: round }));
    if (round % 50 === 49) await Promise.all(logs.map((one) => one.flush()));
  }
  expect(bench.errors).toEqual([]);
  const kept = await sql`select batch_id, outcome, scans from batch_scan_count
    order by batch_id, outcome`.execute(bench.db);
  const counted = await sql`
    select (code_id >> 36)::int as batch_id, outcome, count(*)::bigint as scans from scan_log
    where code_id is not null group by 1, 2 order by 1, 2`.execute(bench.db);
  expect(kept.rows).toHaveLength(15);
  expect(kept.rows).toEqual(counted.rows);
});

test('B5: a code of the log that was claimed is not counted as one that was only scanned', async () => {
  const batchId = 77;
  const log = bench.openLog();
  for (const serial of [0, 1, 1, 2]) {
    log.record(bench.attempt({ codeId: codeIdOf(batchId, serial), outcome: 'checked' }));
  }
  log.record(bench.attempt({ codeId: codeIdOf(batchId + 1, 0) }));
  await log.flush();
  await bench.claim(codeIdOf(batchId, 2), 5);
  expect(await readBatchScans(bench.db, batchId)).toEqual({
    unclaimedCodesScanned: 2,
    scansByOutcome: [{ outcome: 'checked', scans: 4 }],
  });
  expect(await readBatchScans(bench.db, 99)).toEqual({
    unclaimedCodesScanned: 0,
    scansByOutcome: [],
  });
});
