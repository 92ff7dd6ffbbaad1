import { createHash } from 'node:crypto';
import type { PrintFormat } from '@mashang/contract';
import type { CodeSource } from './print-types.ts';

/** Raised when the same format of the same codes becomes other bytes: downloads begin anew. */
const makingVersion = 1;

/** @param extension without its dot */
export function fileNameOf(source: CodeSource, extension: string): string {
  const { productName, batchId, firstSerial, lastSerial } = source;
  const product = productName === '' ? '空白码' : productName;
  return `${product}-批次${batchId}-序号${firstSerial}-${lastSerial}.${extension}`;
}

/**
 * The same as long as the bytes are. A code that is never printed stands for key and code length:
 * nobody who holds the file can try out on the tag, or on the salt made of it, which lines are marks.
 */
export function etagOf(source: CodeSource, format: PrintFormat): string {
  const { cipher, productName, publicUrl, marks } = source;
  const { batchId, firstSerial, lastSerial, urlForm, gtin, hasCheckSymbol } = source;
  const secret = cipher.encode(cipher.limits.batchMax, cipher.limits.serialMax);
  const facts = { batchId, firstSerial, lastSerial, urlForm, gtin, hasCheckSymbol };
  const text = [makingVersion, secret, facts, productName, publicUrl, marks, format];
  return `"${createHash('sha256').update(JSON.stringify(text)).digest('base64url').slice(0, 22)}"`;
}
