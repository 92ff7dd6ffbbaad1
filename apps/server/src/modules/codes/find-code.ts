import type { BatchState } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';
import { batchOfCodeId, serialOfCodeId } from './code-id.ts';

/** A code by its number, and how its part of the batch stands. */
export interface FoundCode {
  batchId: number;
  serial: number;
  productId: number;
  state: BatchState;
  activatedAt: Date | null;
}

/**
 * The code of a number; null when there is none, e.g. beyond the quantity of its batch. Serials of
 * imported codes are lines of a file: one whose line was refused is not told from the others.
 */
export async function findCode(db: Db, codeId: bigint): Promise<FoundCode | null> {
  const serial = serialOfCodeId(codeId);
  const { rows } = await sql<FoundCode>`
    select b.batch_id, ${serial}::bigint as serial, r.product_id, r.state, r.activated_at
    from code_batch b join code_range r on r.batch_id = b.batch_id
      and r.first_serial <= ${serial}::bigint and r.last_serial >= ${serial}::bigint
    where b.batch_id = ${batchOfCodeId(codeId)}::bigint and (b.quantity > ${serial}::bigint or b.source = 'imported')`.execute(
    db,
  );
  return rows[0] ?? null;
}
