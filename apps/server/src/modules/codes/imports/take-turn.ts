import type pg from 'pg';

const lockWaitMs = 10_000;

/** One run an import at a time, for two would write the same files; the job waits, or is retried. */
export async function takeTurn(client: pg.ClientBase, importId: number): Promise<void> {
  await client.query(`set lock_timeout = ${lockWaitMs}`);
  await client.query(`select pg_advisory_lock(hashtext('code_import'), $1::int)`, [importId]);
  await client.query('set lock_timeout = 0');
}
