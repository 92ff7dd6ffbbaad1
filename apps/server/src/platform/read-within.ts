import pg from 'pg';
import type { Db, Tx } from './database.ts';
import { sql } from 'kysely';
import { createGate } from './gate.ts';

/**
 * Few at a time: each may hold a connection for many seconds, and a page that is asked again and again
 * must leave the others to those who scan. The line is as long as people wait.
 */
const pass = createGate({ concurrentMax: 4, waitingMax: 40 });

/**
 * Reads in one snapshot, and gives up a statement that takes longer than allowed: a question of head
 * office must not hold the database from those who scan.
 *
 * @returns null when a statement was given up
 * @throws Refusal busy when too many wait
 */
export async function readWithin<T>(
  db: Db,
  statementTimeoutMs: number,
  read: (tx: Tx) => Promise<T>,
): Promise<T | null> {
  try {
    return await pass(() =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (tx) => {
          await sql`set local statement_timeout = ${sql.lit(statementTimeoutMs)}`.execute(tx);
          return read(tx);
        }),
    );
  } catch (error) {
    // 57014: query cancelled, here by its own timeout.
    if (error instanceof pg.DatabaseError && error.code === '57014') return null;
    throw error;
  }
}
