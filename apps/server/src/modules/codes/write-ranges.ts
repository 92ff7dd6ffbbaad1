import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { numberArray } from '../../platform/number-array.ts';
import type { Range } from './change-ranges.ts';

/**
 * Replaces ranges of a batch by others that hold the same serials. Those that keep their serials are
 * updated, so that a whole batch of many ranges is one cheap statement.
 */
export async function writeRanges(tx: Tx, old: Range[], wanted: Range[]): Promise<void> {
  const keyOf = ({ firstSerial, lastSerial }: Range) => `${firstSerial}-${lastSerial}`;
  const oldKeys = new Set(old.map(keyOf));
  const wantedKeys = new Set(wanted.map(keyOf));
  const gone = old.filter((range) => !wantedKeys.has(keyOf(range)));
  const kept = wanted.filter((range) => oldKeys.has(keyOf(range)));
  const fresh = wanted.filter((range) => !oldKeys.has(keyOf(range)));
  const [first] = old;
  if (!first) return;
  if (gone.length > 0) {
    await sql`delete from code_range where batch_id = ${first.batchId}
      and first_serial = any(${numberArray(gone.map((range) => range.firstSerial))}::bigint[])`.execute(
      tx,
    );
  }
  if (kept.length > 0) await updateRanges(tx, first.batchId, kept);
  if (fresh.length > 0) await insertRanges(tx, fresh);
}

async function updateRanges(tx: Tx, batchId: number, ranges: Range[]): Promise<void> {
  await sql`
    update code_range r set state = given.state, product_id = given.product_id,
      points_per_code = given.points_per_code, activated_at = given.activated_at,
      delivered_at = given.delivered_at
    from ${rowsOf(ranges)} where r.batch_id = ${batchId} and r.first_serial = given.first_serial
  `.execute(tx);
}

async function insertRanges(tx: Tx, ranges: Range[]): Promise<void> {
  await sql`
    insert into code_range (batch_id, first_serial, last_serial, state, product_id,
      points_per_code, activated_at, delivered_at)
    select batch_id, first_serial, last_serial, state, product_id, points_per_code, activated_at,
      delivered_at from ${rowsOf(ranges)}`.execute(tx);
}

/** Ten thousand ranges are one parameter, where rows of parameters end at a few thousand. */
function rowsOf(ranges: Range[]) {
  const rows = ranges.map((range) => ({
    batch_id: range.batchId,
    first_serial: range.firstSerial,
    last_serial: range.lastSerial,
    state: range.state,
    product_id: range.productId,
    points_per_code: range.pointsPerCode,
    activated_at: range.activatedAt,
    delivered_at: range.deliveredAt,
  }));
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (batch_id int,
    first_serial bigint, last_serial bigint, state text, product_id bigint, points_per_code int,
    activated_at timestamptz, delivered_at timestamptz)`;
}
