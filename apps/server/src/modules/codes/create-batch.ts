import type { CodeLength } from '@mashang/code-cipher';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { cleanLine } from '../../platform/clean-text.ts';
import type { CodeBook } from './code-book.ts';
import { batchTooLarge } from './errors.ts';

export interface NewBatch {
  productId: number;
  quantity: number;
  /** Symbols of a code; 16 by default. */
  codeLength?: CodeLength;
  note?: string;
  now: Date;
}

const codeLengthDefault: CodeLength = 16;

/** Twelve symbols are short: beyond so many issued codes a guess would hit too easily (codes.md §1). */
const shortLength: CodeLength = 12;
const shortCodesMax = 2 ** 24;

/**
 * Mints a batch of own codes, state `minted`, and returns its id. Instant at any size: a code is
 * its batch and serial encrypted, so one row and one range are all that is stored.
 *
 * The product must have been checked. Refuses with batch_too_large what the length has no room for.
 */
export async function createBatch(tx: Tx, codeBook: CodeBook, batch: NewBatch): Promise<number> {
  const { codeLength = codeLengthDefault, quantity } = batch;
  const { limits } = codeBook.cipher(codeBook.newestKeyVersion, codeLength);
  refuseTooMany(codeLength, quantity, limits.serialMax + 1);
  if (codeLength === shortLength) await refuseTooManyShort(tx, quantity);

  const { batchId } = await tx
    .insertInto('codeBatch')
    .values({
      source: 'own',
      quantity,
      codeLength,
      keyVersion: codeBook.newestKeyVersion,
      note: cleanLine(batch.note ?? ''),
      createdAt: batch.now,
    })
    .returning('batchId')
    .executeTakeFirstOrThrow();
  if (batchId > limits.batchMax) throw noBatchesLeft(codeLength);
  await tx
    .insertInto('codeRange')
    .values({
      batchId,
      firstSerial: 0,
      lastSerial: quantity - 1,
      productId: batch.productId,
      state: 'minted',
    })
    .execute();
  return batchId;
}

function refuseTooMany(codeLength: number, quantity: number, quantityMax: number): void {
  if (quantity <= quantityMax) return;
  throw batchTooLarge(
    `${codeLength} 位码一批最多 ${grouped(quantityMax)} 个，请减少数量或选更长的码`,
    quantityMax,
  );
}

/** One at a time: two batches that each still fit might not fit together. */
async function refuseTooManyShort(tx: Tx, quantity: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('code_batch:short'))`.execute(tx);
  const { issued } = await tx
    .selectFrom('codeBatch')
    .select(sql<number>`coalesce(sum(quantity), 0)::bigint`.as('issued'))
    .where('source', '=', 'own')
    .where('codeLength', '=', shortLength)
    .executeTakeFirstOrThrow();
  const quantityMax = Math.max(0, shortCodesMax - issued);
  if (quantity <= quantityMax) return;
  throw batchTooLarge(
    `12 位码太短，为防猜中总共只能发 ${grouped(shortCodesMax)} 个，` +
      `还可发 ${grouped(quantityMax)} 个。请减少数量或改用 14 位以上的码`,
    quantityMax,
  );
}

function noBatchesLeft(codeLength: number) {
  return batchTooLarge(`${codeLength} 位码的批次号已用完，请改用更长的码`, 0);
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
