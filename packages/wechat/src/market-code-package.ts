import { createDecipheriv } from 'node:crypto';
import type { MarketCodeRange } from './market-code-fields.ts';

/** One line of a package of codes. */
export interface MarketCode {
  /** 19 × 19 modules of Tencent's micro code, row by row, 1 is dark. */
  matrix: string;
  /** Up to nine characters, leading zeros included. */
  code: string;
  /** Place within the application, from 0. */
  index: number;
  /** What an ordinary QR of this code says: 28 characters of the alphanumeric mode. */
  url: string;
}

/** The package is not what its key, its range or its form promise; never says what is in it. */
export class MarketCodePackageError extends Error {
  override name = 'MarketCodePackageError';
}

/**
 * The codes of one package, in order of their lines, all or none. What is not documented is found
 * out: AES-128 or -256 by the length of the key (16 or 32 bytes), with or without the 16 random bytes
 * before the text, tabs or blanks between the columns. What is documented must hold: base64, padding,
 * four columns of their forms, and (with `range`) each index of the range exactly once.
 *
 * doc/offiaccount/Unique_Item_Code, 3.1: AES-CBC, the first 16 bytes of the key are the IV.
 * @throws MarketCodePackageError
 * @throws RangeError for a key of another length
 */
export function decryptMarketCodePackage(
  encrypted: string,
  options: { key: Uint8Array; range?: MarketCodeRange; randomPrefix?: 'present' | 'absent' },
): MarketCode[] {
  const { key, range, randomPrefix } = options;
  const plain = decrypt(encrypted, key);
  const start = textStartOf(plain, randomPrefix);
  const codes = readLines(plain.subarray(start).toString('latin1'));
  if (range) requireRange(codes, range);
  return codes;
}

const BLOCK_BYTES = 16;
const PADDING_BYTES_MAX = 32;
const MATRIX_BYTES = 361;
// More than any answer of the platform that the client reads.
const PACKAGE_CHARACTERS_MAX = 64 * 1024 * 1024;

function decrypt(encrypted: string, key: Uint8Array): Buffer {
  if (key.length !== 16 && key.length !== 32) {
    throw new RangeError('The key of a package of codes has 16 or 32 bytes.');
  }
  if (encrypted.length > PACKAGE_CHARACTERS_MAX) throw broken('it is too large');
  const text = encrypted.trim();
  const bytes = Buffer.from(text, 'base64');
  // Node skips what it does not understand; only the canonical form is accepted.
  if (bytes.length === 0 || bytes.toString('base64') !== text) throw broken('it is not base64');
  if (bytes.length % BLOCK_BYTES !== 0) throw broken('its length is not one of AES-CBC');
  const cipher = key.length === 16 ? 'aes-128-cbc' : 'aes-256-cbc';
  const decipher = createDecipheriv(cipher, key, key.subarray(0, BLOCK_BYTES));
  decipher.setAutoPadding(false);
  return removePadding(Buffer.concat([decipher.update(bytes), decipher.final()]));
}

/** PKCS#7, of blocks of 16 or of the 32 that WeChat's messages have. */
function removePadding(padded: Buffer): Buffer {
  const padBytes = padded.at(-1) ?? 0;
  const end = padded.length - padBytes;
  const isPadding =
    padBytes >= 1 &&
    padBytes <= PADDING_BYTES_MAX &&
    end >= 0 &&
    padded.subarray(end).every((byte) => byte === padBytes);
  if (!isPadding) throw broken('the key does not open it');
  return padded.subarray(0, end);
}

/** The text begins with a matrix: 361 times 0 or 1, which 16 random bytes never continue. */
function textStartOf(plain: Buffer, randomPrefix: 'present' | 'absent' | undefined): number {
  const starts = randomPrefix ? [randomPrefix === 'present' ? BLOCK_BYTES : 0] : [0, BLOCK_BYTES];
  const start = starts.find((offset) => {
    const matrix = plain.subarray(offset, offset + MATRIX_BYTES);
    return matrix.length === MATRIX_BYTES && matrix.every((byte) => byte === 0x30 || byte === 0x31);
  });
  if (start === undefined) throw broken('the key does not open it');
  return start;
}

// The alphanumeric mode of QR, without the blank that may stand between columns.
const LINE =
  /^([01]{361})[\t ]+([0-9A-Za-z]{1,9})[\t ]+([0-9]{1,9})[\t ]+([0-9A-Z][0-9A-Z$%*+./:-]{27})[\t ]*\r?$/;

/** Line by line: a million empty ones are refused at the first. */
function readLines(text: string): MarketCode[] {
  const codes: MarketCode[] = [];
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    const [, matrix = '', code = '', index = '', url = ''] =
      LINE.exec(text.slice(start, end)) ?? [];
    if (url === '') throw broken(`line ${codes.length + 1} has not the four columns`);
    codes.push({ matrix, code, index: Number(index), url });
    start = end + 1;
  }
  return codes;
}

function requireRange(codes: MarketCode[], { codeStart, codeEnd }: MarketCodeRange): void {
  const indexes = new Set(codes.map(({ index }) => index));
  const isWithin = codes.every(({ index }) => index >= codeStart && index <= codeEnd);
  const count = codeEnd - codeStart + 1;
  if (!isWithin || codes.length !== count || indexes.size !== count) {
    throw broken(`it is not the ${count} codes from ${codeStart} to ${codeEnd}`);
  }
  if (new Set(codes.map(({ url }) => url)).size !== count) throw broken('two codes are the same');
}

function broken(reason: string): MarketCodePackageError {
  return new MarketCodePackageError(`The package of codes cannot be used: ${reason}.`);
}
