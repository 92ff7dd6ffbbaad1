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

/** The same as long as the bytes are. The first code stands for key and code length. */
export function etagOf(source: CodeSource, format: PrintFormat): string {
  const { cipher, productName, publicUrl, marks } = source;
  const { batchId, firstSerial, lastSerial, urlForm, gtin, hasCheckSymbol } = source;
  const code = cipher.encode(batchId, firstSerial);
  const facts = { batchId, firstSerial, lastSerial, urlForm, gtin, hasCheckSymbol };
  const text = [makingVersion, code, facts, productName, publicUrl, marks, format];
  return `"${createHash('sha256').update(JSON.stringify(text)).digest('base64url').slice(0, 22)}"`;
}
