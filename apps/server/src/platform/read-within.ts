import pg from 'pg';
import type { Db, Tx } from './database.ts';
import { sql } from 'kysely';

/**
 * Reads in one snapshot, and gives up a statement that takes longer than allowed: a question of head
 * office must not hold the database from those who scan.
 *
 * @returns null when a statement was given up
 */
export async function readWithin<T>(
  db: Db,
  statementTimeoutMs: number,
  read: (tx: Tx) => Promise<T>,
): Promise<T | null> {
  try {
    return await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (tx) => {
        await sql`set local statement_timeout = ${sql.lit(statementTimeoutMs)}`.execute(tx);
        return read(tx);
      });
  } catch (error) {
    // 57014: query cancelled, here by its own timeout.
    if (error instanceof pg.DatabaseError && error.code === '57014') return null;
    throw error;
  }
}
