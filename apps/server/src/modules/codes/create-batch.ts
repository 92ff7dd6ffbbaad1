import type { CodeLength } from '@mashang/code-cipher';
import type { UrlForm } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database.ts';
import { cleanLine } from '../../platform/clean-text.ts';
import type { CodeBook } from './code-book.ts';
import { recordCodeEvent } from './code-events.ts';
import { batchTooLarge, gtinNeeded, productNeededForGs1 } from './errors.ts';

export interface NewBatch {
  /** UUID of this attempt; asked again it makes nothing. */
  attemptId?: string | undefined;
  /** Absent: blank codes, whose product is told later. */
  productId?: number | undefined;
  quantity: number;
  /** Symbols of a code; 16 by default. */
  codeLength?: CodeLength;
  /** `mixed` by default. */
  urlForm?: UrlForm;
  hasCheckSymbol?: boolean;
  note?: string;
  /** Absent: nobody signed in, e.g. a demonstration. */
  staffId?: number | null;
  now: Date;
}

/** The GTIN-14 of the products that have one; what the module of products knows. */
export type ReadGtin = (db: Db, productIds: number[]) => Promise<Map<number, string>>;

const codeLengthDefault: CodeLength = 16;

/** Twelve symbols are short: beyond so many issued codes a guess would hit too easily (codes.md §1). */
const shortLength: CodeLength = 12;
const shortCodesMax = 2 ** 24;

/** Serials kept behind the last code of a batch: a thousand copies of a thousand marks each. */
export const marksMax = 2 ** 20;

/** The largest batch codes of this length can be. */
export function quantityMaxOf(codeBook: CodeBook, codeLength: CodeLength): number {
  const { serialMax } = codeBook.cipher(codeBook.newestKeyVersion, codeLength).limits;
  return serialMax + 1 - marksMax;
}

/**
 * Mints a batch of own codes, state `minted`, and returns its id; asked again with the same attempt,
 * the id it returned then. Instant at any size: a code is its batch and serial encrypted, so one row
 * and one range are all that is stored.
 *
 * The product must have been checked. Refuses with batch_too_large what the length has no room for,
 * and GS1 addresses of a product without a GTIN.
 */
export async function createBatch(
  tx: Tx,
  { codeBook, readGtin }: { codeBook: CodeBook; readGtin: ReadGtin },
  batch: NewBatch,
): Promise<number> {
  const { codeLength = codeLengthDefault, urlForm = 'mixed', quantity, now } = batch;
  const { productId = null, staffId = null, attemptId = null } = batch;
  if (attemptId !== null) {
    const made = await findAttempt(tx, attemptId);
    if (made !== null) return made;
  }
  if (urlForm === 'gs1') await requireGtin(tx, productId, readGtin);
  refuseTooMany(codeLength, quantity, quantityMaxOf(codeBook, codeLength));
  if (codeLength === shortLength) await refuseTooManyShort(tx, quantity);

  const { batchId } = await tx
    .insertInto('codeBatch')
    .values({
      source: 'own',
      quantity,
      serials: quantity,
      codeLength,
      urlForm,
      hasCheckSymbol: batch.hasCheckSymbol ?? false,
      keyVersion: codeBook.newestKeyVersion,
      note: cleanLine(batch.note ?? ''),
      createdAt: now,
      createdBy: staffId,
      attemptId,
    })
    .returning('batchId')
    .executeTakeFirstOrThrow();
  const { batchMax } = codeBook.cipher(codeBook.newestKeyVersion, codeLength).limits;
  if (batchId > batchMax) throw noBatchesLeft(codeLength);
  const span = { batchId, firstSerial: 0, lastSerial: quantity - 1 };
  await tx
    .insertInto('codeRange')
    .values({ ...span, productId, state: 'minted' })
    .execute();
  const ordered = { action: 'ordered' as const, details: { productId }, reason: null };
  await recordCodeEvent(tx, { ...span, ...ordered, staffId, now });
  return batchId;
}

/** The batch an attempt made. Those who ask at once wait here until one of them has made it. */
async function findAttempt(tx: Tx, attemptId: string): Promise<number | null> {
  await sql`select pg_advisory_xact_lock(hashtext(${`code_batch:${attemptId}`}))`.execute(tx);
  const made = await tx
    .selectFrom('codeBatch')
    .select('batchId')
    .where('attemptId', '=', attemptId)
    .executeTakeFirst();
  return made?.batchId ?? null;
}

/** GS1 addresses say which article it is. Throws product_missing or gtin_invalid. */
export async function requireGtin(
  tx: Tx,
  productId: number | null,
  readGtin: ReadGtin,
): Promise<void> {
  if (productId === null) throw productNeededForGs1();
  if (!(await readGtin(tx, [productId])).has(productId)) throw gtinNeeded();
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
  const quantityMax = await shortCodesLeft(tx);
  if (quantity <= quantityMax) return;
  throw batchTooLarge(
    `12 位码太短，为防猜中总共只能发 ${grouped(shortCodesMax)} 个，` +
      `还可发 ${grouped(quantityMax)} 个。请减少数量或改用 14 位以上的码`,
    quantityMax,
  );
}

/** How many codes of twelve symbols may still be issued, copy marks included. */
async function shortCodesLeft(db: Db): Promise<number> {
  const { issued } = await db
    .selectFrom('codeBatch')
    .select(sql<number>`coalesce(sum(quantity + marks_issued), 0)::bigint`.as('issued'))
    .where('source', '=', 'own')
    .where('codeLength', '=', shortLength)
    .executeTakeFirstOrThrow();
  return Math.max(0, shortCodesMax - issued);
}

/** The largest batch of this length that may be ordered now. */
export async function readQuantityMax(
  db: Db,
  codeBook: CodeBook,
  codeLength: CodeLength,
): Promise<number> {
  const quantityMax = quantityMaxOf(codeBook, codeLength);
  if (codeLength !== shortLength) return quantityMax;
  return Math.min(quantityMax, await shortCodesLeft(db));
}

function noBatchesLeft(codeLength: number) {
  return batchTooLarge(`${codeLength} 位码的批次号已用完，请改用更长的码`, 0);
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
