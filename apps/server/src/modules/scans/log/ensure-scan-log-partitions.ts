import type { Tx } from '../../../platform/database.ts';
import { ensureMonthlyPartitions } from '../../../platform/monthly-partitions.ts';

/** Makes the monthly partitions of the scan log from the month of `now` on. */
export async function ensureScanLogPartitions(tx: Tx, now: Date): Promise<void> {
  await ensureMonthlyPartitions(
    tx,
    {
      table: 'scan_log',
      timeColumn: 'scanned_at',
      forbidFunction: 'forbid_scan_log_change',
    },
    now,
  );
}
