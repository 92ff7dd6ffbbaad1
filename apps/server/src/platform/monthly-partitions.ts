import { sql } from 'kysely';
import type { Tx } from './database.ts';

/** Partitions made ahead of the month they are for, so that a stopped job is noticed in time. */
const monthsAhead = 3;

/** A table partitioned by range of a moment, with a partition `<table>_default`. */
export interface MonthlyTable {
  table: string;
  timeColumn: string;
  /** Trigger function that forbids; the trigger is named `<table>__no_truncate`. */
  forbidFunction: string;
}

/**
 * Makes the monthly partitions of an append-only table from the month of `now` on, and forbids
 * TRUNCATE on each. Months are cut in UTC. Safe to run at any time, twice, and by several processes at
 * once.
 */
export async function ensureMonthlyPartitions(
  tx: Tx,
  monthly: MonthlyTable,
  now: Date,
): Promise<void> {
  // "if not exists" alone fails for the second of two processes that start in the same instant.
  await sql`select pg_advisory_xact_lock(hashtext(${`${monthly.table} partitions`}))`.execute(tx);
  for (let ahead = 0; ahead <= monthsAhead; ahead += 1) {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 1));
    if (!(await isCaughtByDefault(tx, monthly, from, to))) {
      await makePartition(tx, monthly, from, to);
    }
  }
  await guardPartitions(tx, monthly);
}

/** A month whose rows the default partition has caught stays there: it cannot be split off. */
async function isCaughtByDefault(
  tx: Tx,
  { table, timeColumn }: MonthlyTable,
  from: Date,
  to: Date,
): Promise<boolean> {
  const moment = sql.ref(timeColumn);
  const { rows } = await sql`
    select from ${sql.table(`${table}_default`)}
    where ${moment} >= ${from} and ${moment} < ${to} limit 1`.execute(tx);
  return rows.length > 0;
}

async function makePartition(tx: Tx, { table }: MonthlyTable, from: Date, to: Date): Promise<void> {
  const name = `${table}_${from.toISOString().slice(0, 7).replace('-', '_')}`;
  await sql`create table if not exists ${sql.id(name)} partition of ${sql.id(table)}
    for values from (${sql.lit(from.toISOString())}) to (${sql.lit(to.toISOString())})`.execute(tx);
}

/** PostgreSQL hands row triggers down to partitions, but not the one that forbids TRUNCATE. */
async function guardPartitions(tx: Tx, { table, forbidFunction }: MonthlyTable): Promise<void> {
  const trigger = `${table}__no_truncate`;
  const { rows } = await sql<{ name: string }>`
    select inhrelid::regclass::text as name from pg_inherits
    where inhparent = ${table}::regclass and not exists (
      select from pg_trigger where tgrelid = inhrelid and tgname = ${trigger}
    )`.execute(tx);
  for (const { name } of rows) {
    await sql`create trigger ${sql.id(trigger)} before truncate on ${sql.raw(name)}
      for each statement execute function ${sql.id(forbidFunction)}()`.execute(tx);
  }
}
