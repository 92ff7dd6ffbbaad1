import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';

/** Partitions made ahead of the month they are for, so that a stopped job is noticed in time. */
const monthsAhead = 3;

/**
 * Makes the monthly partitions of the ledger from the month of `now` on. Months are cut in UTC.
 * Safe to run at any time and twice.
 */
export async function ensureLedgerPartitions(tx: Tx, now: Date): Promise<void> {
  for (let ahead = 0; ahead <= monthsAhead; ahead += 1) {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 1));
    const name = `points_entry_${from.toISOString().slice(0, 7).replace('-', '_')}`;
    await sql`create table if not exists ${sql.id(name)} partition of points_entry
      for values from (${sql.lit(from.toISOString())}) to (${sql.lit(to.toISOString())})`.execute(
      tx,
    );
  }
}
