import type { BatchState } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';
import { batchOfCodeId, serialOfCodeId } from './code-id.ts';
import { codeStateOf, type RangeLife } from './code-state.ts';

/** A code by its number, and how its part of the batch stands. */
export interface FoundCode {
  batchId: number;
  serial: number;
  /** Null: a blank code. */
  productId: number | null;
  state: BatchState;
  activatedAt: Date | null;
  /** The serial whose life it shares: its own, or of a copy mark the one it stands for. */
  place: number;
  /** Of a copy mark: the delivery it stands in. */
  markOf: number | null;
}

/**
 * The code of a number; null when there is none, e.g. beyond the quantity of its batch. Serials of
 * imported codes are lines of a file: one whose line was refused is not told from the others.
 */
export async function findCode(db: Db, codeId: bigint, now: Date): Promise<FoundCode | null> {
  const serial = serialOfCodeId(codeId);
  const { rows } = await sql<Omit<FoundCode, 'state'> & RangeLife>`
    select b.batch_id, ${serial}::bigint as serial, r.product_id, r.state, r.activated_at,
      r.delivered_at, coalesce(m.stands_for, ${serial}::bigint) as place, m.delivery_id as mark_of
    from code_batch b
    left join code_mark m on m.batch_id = b.batch_id and m.serial = ${serial}::bigint
    join code_range r on r.batch_id = b.batch_id
      and r.first_serial <= coalesce(m.stands_for, ${serial}::bigint)
      and r.last_serial >= coalesce(m.stands_for, ${serial}::bigint)
    where b.batch_id = ${batchOfCodeId(codeId)}::bigint`.execute(db);
  const [row] = rows;
  if (!row) return null;
  const { deliveredAt, ...code } = row;
  return { ...code, state: codeStateOf({ ...code, deliveredAt }, now) };
}
