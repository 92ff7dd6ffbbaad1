import type { CodeLength } from '@mashang/code-cipher';
import type { PrintFormat, UrlForm } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db } from '../../../platform/database.ts';
import { unseal } from '../../../platform/seal.ts';
import type { CodeBook } from '../code-book.ts';
import { batchNotPrintable, deliveryNotFound } from '../errors.ts';
import { openPrintFile } from '../print/open-print-file.ts';
import type { CodeSource, PrintFile, PrintMark } from '../print/print-types.ts';
import { protectFile } from '../print/protect-file.ts';
import { refuseUnprintable } from '../print/refuse-unprintable.ts';
import { whileInForce } from './while-in-force.ts';

/** What a file is made of beside its codes. */
export interface DeliveryFileTools {
  codeBook: CodeBook;
  /** What stands before /C/ in every printed URL, without a slash at the end. */
  publicUrl: string;
  passwordKey: Buffer;
  readProductNames: (db: Db, productIds: number[]) => Promise<Map<number, string>>;
  /** GTIN-14 of the products that have one. */
  readGtin: (db: Db, productIds: number[]) => Promise<Map<number, string>>;
  /** How often a running download asks whether its copy is still in force; 5 s by default. */
  recheckEveryMs?: number;
}

const recheckEveryMsDefault = 5_000;

/**
 * The file of a copy, with its marks in their places: the same every time it is opened. Throws
 * delivery_not_found, and batch_not_printable when its codes are void by now or cannot be printed.
 */
export async function openDeliveryFile(
  db: Db,
  tools: DeliveryFileTools,
  deliveryId: number,
): Promise<PrintFile> {
  const copy = await readCopy(db, deliveryId);
  const source = await sourceOf(db, tools, copy);
  refuseUnprintable(source, copy.format);
  const plain = openPrintFile(source, copy.format);
  const { passwordSealed } = copy;
  const file =
    passwordSealed === null ? plain : protectFile(plain, unseal(tools.passwordKey, passwordSealed));
  return whileInForce(db, copy, file, tools.recheckEveryMs ?? recheckEveryMsDefault);
}

interface Copy {
  deliveryId: number;
  batchId: number;
  firstSerial: number;
  lastSerial: number;
  format: PrintFormat;
  passwordSealed: Buffer | null;
  keyVersion: number;
  codeLength: CodeLength;
  urlForm: UrlForm;
  hasCheckSymbol: boolean;
}

async function readCopy(db: Db, deliveryId: number): Promise<Copy> {
  const { rows } = await sql<Copy>`
    select d.delivery_id, d.batch_id, d.first_serial, d.last_serial, d.format, d.password_sealed,
      b.key_version, b.code_length, b.url_form, b.has_check_symbol
    from code_delivery d join code_batch b on b.batch_id = d.batch_id
    where d.delivery_id = ${deliveryId}`.execute(db);
  if (!rows[0]) throw deliveryNotFound();
  return rows[0];
}

async function sourceOf(db: Db, tools: DeliveryFileTools, copy: Copy): Promise<CodeSource> {
  const { batchId, firstSerial, lastSerial, urlForm, hasCheckSymbol, keyVersion } = copy;
  const productIds = await readProductIds(db, copy);
  return {
    batchId,
    firstSerial,
    lastSerial,
    cipher: tools.codeBook.cipher(keyVersion, copy.codeLength),
    urlForm,
    gtin: await findGtin(db, tools, copy, productIds),
    hasCheckSymbol,
    productName: await nameProduct(db, tools, copy, productIds),
    publicUrl: tools.publicUrl,
    marks: await readMarks(db, copy.deliveryId),
  };
}

/** The products of its codes, null for blank ones. Codes that pay no more are printed no more. */
async function readProductIds(db: Db, copy: Copy): Promise<(number | null)[]> {
  const { rows } = await sql<{ productId: number | null; isVoid: boolean }>`
    select product_id, bool_or(state = 'void') as is_void from code_range
    where batch_id = ${copy.batchId} and first_serial <= ${copy.lastSerial}
      and last_serial >= ${copy.firstSerial}
    group by product_id order by product_id`.execute(db);
  if (rows.some(({ isVoid }) => isVoid)) {
    throw batchNotPrintable('这段码中有已作废的，不能再印制；请只交付没有作废的一段');
  }
  return rows.map(({ productId }) => productId);
}

/** A GS1 Digital Link names the trade item, so every code of the file must be of one. */
async function findGtin(
  db: Db,
  { readGtin }: DeliveryFileTools,
  { urlForm, format }: Copy,
  productIds: (number | null)[],
): Promise<string | null> {
  if (urlForm !== 'gs1') return null;
  const gtins = await readGtin(db, present(productIds));
  const found = new Set(productIds.map((id) => (id === null ? null : (gtins.get(id) ?? null))));
  const [gtin = null] = found;
  if (found.size === 1) return gtin;
  if (!hasColumn(format, 'url')) return null;
  throw batchNotPrintable('GS1 网址里有商品条码，一份文件只能是同一个产品的码；请按产品分段交付');
}

/** Empty for blank codes. */
async function nameProduct(
  db: Db,
  { readProductNames }: DeliveryFileTools,
  { format }: Copy,
  productIds: (number | null)[],
): Promise<string> {
  if (productIds.length <= 1) {
    const names = await readProductNames(db, present(productIds));
    return [...names.values()][0] ?? '';
  }
  // Then only the file is named by it.
  if (!hasColumn(format, 'product')) return '多个产品';
  throw batchNotPrintable('这段码有几个产品，文件里却要写产品名称；请按产品分段交付，或去掉这一列');
}

/** Images and sheets show the address and nothing of the product. */
function hasColumn(format: PrintFormat, column: 'url' | 'product'): boolean {
  return 'encoding' in format ? format.columns.includes(column) : column === 'url';
}

async function readMarks(db: Db, deliveryId: number): Promise<PrintMark[]> {
  return db
    .selectFrom('codeMark')
    .select(['serial', 'standsFor'])
    .where('deliveryId', '=', deliveryId)
    .orderBy('standsFor')
    .execute();
}

function present(ids: (number | null)[]): number[] {
  return ids.filter((id) => id !== null);
}
