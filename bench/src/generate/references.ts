import { FF1 } from '@noble/ciphers/ff1.js';
import { createCipheriv, randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BLOCK_BYTES = 16;

/** Blocks a code costs us: one a round, but for the first round, which a whole batch shares. */
const BLOCKS_PER_CODE = 9;

/** Blocks per call, as many as the cipher itself hands to AES at once. */
const BLOCKS_PER_CALL = 2_048;

/** FF1 as the best-known JavaScript library has it, with the same work around it. */
export function createNobleSubjects(
  key: Uint8Array,
  length: number,
): { encryptLines(count: number): number; decrypt(code: string): number[] } {
  const ff1 = FF1(32, key);
  return {
    encryptLines(count) {
      let text = '';
      for (let serial = 0; serial < count; serial++) {
        text += `${formatSymbols(ff1.encrypt(serialSymbols(serial, length)))}\n`;
      }
      return text.length / (length + 1);
    },
    decrypt: (code) => ff1.decrypt(Array.from(code, (symbol) => ALPHABET.indexOf(symbol))),
  };
}

/** AES over as many blocks as our codes need and nothing else: the limit of the construction. */
export function createRawAes(key: Uint8Array, codesPerTurn: number): () => number {
  const aes = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  const blocks = new Uint8Array(BLOCKS_PER_CALL * BLOCK_BYTES);
  return () => {
    for (let done = 0; done < codesPerTurn * BLOCKS_PER_CODE; done += BLOCKS_PER_CALL) {
      const rest = codesPerTurn * BLOCKS_PER_CODE - done;
      aes.update(blocks.subarray(0, Math.min(rest, BLOCKS_PER_CALL) * BLOCK_BYTES));
    }
    return codesPerTurn;
  };
}

/** The usual way: draw, and draw again if the code was drawn before; then one text. */
export function drawRandomCodes(count: number, length: number): number {
  const codes = new Set<string>();
  while (codes.size < count) {
    codes.add(formatSymbols(Array.from(randomBytes(length), (byte) => byte & 31)));
  }
  return [...codes].join('\n').length > 0 ? codes.size : 0;
}

function serialSymbols(serial: number, length: number): number[] {
  return Array.from({ length }, (_, position) =>
    position < length / 2 ? Math.floor(serial / 32 ** (length / 2 - 1 - position)) % 32 : 0,
  );
}

function formatSymbols(values: number[]): string {
  let text = '';
  for (const value of values) text += ALPHABET.charAt(value);
  return text;
}
