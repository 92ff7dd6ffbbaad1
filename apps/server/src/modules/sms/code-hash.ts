import { createHmac } from 'node:crypto';

/**
 * A code is kept as a keyed hash bound to its number: with a plain hash the million possible codes
 * could be tried against a copy of the table in a second.
 */
export function hashCode(key: Buffer, mobileHash: Buffer, code: string): Buffer {
  return createHmac('sha256', key).update(mobileHash).update(code).digest();
}
