import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';

/** Partitions made ahead of the month they are for, so that a stopped job is noticed in time. */
const monthsAhead = 3;

/**
 * Makes the monthly partitions of the ledger from the month of `now` on. Months are cut in UTC.
 * Safe to run at any time, twice, and by several processes at once.
 */
export async function ensureLedgerPartitions(tx: Tx, now: Date): Promise<void> {
  // "if not exists" alone fails for the second of two processes that start in the same instant.
  await sql`select pg_advisory_xact_lock(hashtext('points_entry partitions'))`.execute(tx);
  for (let ahead = 0; ahead <= monthsAhead; ahead += 1) {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 1));
    if (!(await isCaughtByDefault(tx, from, to))) await makePartition(tx, from, to);
  }
  await guardPartitions(tx);
}

/** A month whose entries the default partition has caught stays there: it cannot be split off. */
async function isCaughtByDefault(tx: Tx, from: Date, to: Date): Promise<boolean> {
  const { rows } = await sql`
    select from points_entry_default where created_at >= ${from} and created_at < ${to} limit 1`.execute(
    tx,
  );
  return rows.length > 0;
}

async function makePartition(tx: Tx, from: Date, to: Date): Promise<void> {
  const name = `points_entry_${from.toISOString().slice(0, 7).replace('-', '_')}`;
  await sql`create table if not exists ${sql.id(name)} partition of points_entry
    for values from (${sql.lit(from.toISOString())}) to (${sql.lit(to.toISOString())})`.execute(tx);
}

/** PostgreSQL hands row triggers down to partitions, but not the one that forbids TRUNCATE. */
async function guardPartitions(tx: Tx): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select inhrelid::regclass::text as name from pg_inherits
    where inhparent = 'points_entry'::regclass and not exists (
      select from pg_trigger where tgrelid = inhrelid and tgname = 'points_entry__no_truncate'
    )`.execute(tx);
  for (const { name } of rows) {
    await sql`create trigger points_entry__no_truncate before truncate on ${sql.raw(name)}
      for each statement execute function forbid_ledger_change()`.execute(tx);
  }
}
