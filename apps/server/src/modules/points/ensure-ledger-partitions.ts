import type { Tx } from '../../platform/database.ts';
import { ensureMonthlyPartitions } from '../../platform/monthly-partitions.ts';

/** Makes the monthly partitions of the ledger from the month of `now` on. */
export async function ensureLedgerPartitions(tx: Tx, now: Date): Promise<void> {
  await ensureMonthlyPartitions(
    tx,
    {
      table: 'points_entry',
      timeColumn: 'created_at',
      forbidFunction: 'forbid_ledger_change',
    },
    now,
  );
}
