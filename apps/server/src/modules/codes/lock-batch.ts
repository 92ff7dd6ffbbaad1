import { sql } from 'kysely';
import pg from 'pg';
import type { Tx } from '../../platform/database.ts';
import { batchNotFound, codesBusy, serialsOutside } from './errors.ts';

/**
 * The advisory lock between claims and changes of ranges: a claim takes it shared before it reads
 * codes, a change takes it alone. So a claim either sees the change or is committed before it.
 */
export const codesLockKey = 0x6d_73_63_6f_64_65;

/** Claims that come while a change waits for older ones wait behind it, so it may not wait long. */
const claimsWaitMs = 2_000;

export interface LockedBatch {
  batchId: number;
  source: string;
  quantity: number;
  /** Its ranges go from 0 to one less. */
  serials: number;
}

export interface Span {
  batchId: number;
  firstSerial: number;
  lastSerial: number;
}

/** Two changes of a batch with many ranges would otherwise lock them in different orders. */
export async function lockBatch(tx: Tx, batchId: number): Promise<LockedBatch> {
  const batch = await tx
    .selectFrom('codeBatch')
    .select(['batchId', 'source', 'quantity', 'serials'])
    .where('batchId', '=', batchId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!batch) throw batchNotFound();
  return batch;
}

/**
 * Waits until every claim under way is committed, and lets no other begin before `tx` ends: call it
 * behind `lockBatch` and before ranges are read. Throws busy when claims do not end in time.
 */
export async function stopClaims(tx: Tx): Promise<void> {
  await sql`select set_config('lock_timeout', ${`${claimsWaitMs}ms`}, true)`.execute(tx);
  await sql`select pg_advisory_xact_lock(${codesLockKey}::bigint)`.execute(tx).catch((error) => {
    throw isLockTimeout(error) ? codesBusy() : error;
  });
  await sql`select set_config('lock_timeout', '0', true)`.execute(tx);
}

/** The serials meant, of a batch that exists: all of them, unless said otherwise. */
export async function readSpan(
  tx: Tx,
  batchId: number,
  first?: number,
  last?: number,
): Promise<Span> {
  const batch = await tx
    .selectFrom('codeBatch')
    .select('serials')
    .where('batchId', '=', batchId)
    .executeTakeFirst();
  if (!batch) throw batchNotFound();
  const lastOfAll = batch.serials - 1;
  const { firstSerial, lastSerial } = { firstSerial: first ?? 0, lastSerial: last ?? lastOfAll };
  if (firstSerial < 0 || lastSerial > lastOfAll || firstSerial > lastSerial) {
    throw serialsOutside(0, Math.max(0, lastOfAll));
  }
  return { batchId, firstSerial, lastSerial };
}

/** SQLSTATE 55P03, lock_not_available: what lock_timeout ends in. */
function isLockTimeout(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '55P03';
}
