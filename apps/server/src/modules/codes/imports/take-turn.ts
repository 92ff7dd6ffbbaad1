import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

const lockWaitMs = 10_000;

/** One run an import at a time, for two would write the same files; the job waits, or is retried. */
export async function takeTurn(client: pg.ClientBase, importId: number): Promise<void> {
  await client.query(`set lock_timeout = ${lockWaitMs}`);
  await client.query(`select pg_advisory_lock(hashtext('code_import'), $1::int)`, [importId]);
  await client.query('set lock_timeout = 0');
}

const storingTurn = `hashtext('code_import'), 0`;
const lookEveryMs = 500;

/**
 * One import stores at a time, whichever server runs it: two that hold the same codes would wait for
 * each other's lanes for ever. False: told to stop before the turn came.
 */
export async function takeStoringTurn(
  client: pg.ClientBase,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  for (;;) {
    if (signal?.aborted) return false;
    const { rows } = await client.query<{ taken: boolean }>(
      `select pg_try_advisory_lock(${storingTurn}) as taken`,
    );
    if (rows[0]?.taken) return true;
    await sleep(lookEveryMs);
  }
}

/** Lets the next import store. */
export async function endStoringTurn(client: pg.ClientBase): Promise<void> {
  await client.query(`select pg_advisory_unlock(${storingTurn})`);
}
