import { hash } from 'node:crypto';

/** Bytes kept of each HMAC. */
export const hashBytes = 16;

/** By hand: for sixteen bytes the call of a native copy costs more than the copy. */
export function copyHash(from: Uint8Array, fromByte: number, to: Uint8Array, toByte: number): void {
  for (let byte = 0; byte < hashBytes; byte++) to[toByte + byte] = from[fromByte + byte]!;
}

const blockBytes = 64;
const digestBytes = 32;

/**
 * HMAC-SHA-256 of many short texts under one key, each cut to 128 bits, one behind the other. The
 * same values as `createHmac`, which makes two native objects a text and is a third as fast: here a
 * text of up to 55 ASCII characters costs two runs of the compression function and nothing else.
 * FIPS 198-1 and FIPS 180-4, §6.2.
 *
 * @param key 64 bytes at most
 */
export function createKeyedHash(
  key: Uint8Array,
): (texts: readonly string[]) => Buffer<ArrayBuffer> {
  if (key.length > blockBytes) throw new RangeError('a key longer than a block is not supported');
  const innerPad = padded(key, 0x36);
  const outerPad = padded(key, 0x5c);
  const inner = stateAfter(innerPad);
  const outer = stateAfter(outerPad);
  const words = new Int32Array(64);
  const state = new Int32Array(8);

  function hashLong(text: string): void {
    const digest = hash('sha256', Buffer.concat([innerPad, Buffer.from(text)]), 'buffer');
    for (let index = 0; index < 8; index++) state[index] = digest.readInt32BE(4 * index);
  }

  return (texts) => {
    const hashes = Buffer.allocUnsafe(texts.length * hashBytes);
    let at = 0;
    for (const text of texts) {
      if (fillLastBlock(words, text)) compress(state, inner, words);
      else hashLong(text);
      fillDigestBlock(words, state);
      compress(state, outer, words);
      for (let index = 0; index < 4; index++) at = hashes.writeInt32BE(state[index]!, at);
    }
    return hashes;
  };
}

function padded(key: Uint8Array, byte: number): Buffer {
  const block = Buffer.alloc(blockBytes, byte);
  for (const [index, value] of key.entries()) block[index] = value ^ byte;
  return block;
}

function stateAfter(block: Buffer): Int32Array {
  const words = new Int32Array(64);
  for (let index = 0; index < 16; index++) words[index] = block.readInt32BE(4 * index);
  const state = new Int32Array(8);
  compress(state, initialState, words);
  return state;
}

/** The text and its padding as the block behind the key's; false when it does not fit into one. */
function fillLastBlock(words: Int32Array, text: string): boolean {
  const { length } = text;
  if (length > blockBytes - 9) return false;
  for (let index = 0; index < 16; index++) words[index] = 0;
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) return false;
    words[index >> 2]! |= unit << (24 - 8 * (index & 3));
  }
  words[length >> 2]! |= 0x80 << (24 - 8 * (length & 3));
  words[15] = (blockBytes + length) * 8;
  return true;
}

function fillDigestBlock(words: Int32Array, digest: Int32Array): void {
  words.set(digest);
  words[8] = 0x80000000 | 0;
  for (let index = 9; index < 15; index++) words[index] = 0;
  words[15] = (blockBytes + digestBytes) * 8;
}

/** One block, whose first 16 words are given; K, Σ, σ, Ch and Maj are those of the standard. */
function compress(into: Int32Array, from: Int32Array, words: Int32Array): void {
  for (let t = 16; t < 64; t++) {
    const x = words[t - 15]!;
    const y = words[t - 2]!;
    const sigma0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const sigma1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    words[t] = (words[t - 16]! + sigma0 + words[t - 7]! + sigma1) | 0;
  }
  let a = from[0]!;
  let b = from[1]!;
  let c = from[2]!;
  let d = from[3]!;
  let e = from[4]!;
  let f = from[5]!;
  let g = from[6]!;
  let h = from[7]!;
  for (let t = 0; t < 64; t++) {
    const sum1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const first = (h + sum1 + ((e & f) ^ (~e & g)) + roundConstants[t]! + words[t]!) | 0;
    const sum0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const second = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  into[0] = from[0]! + a;
  into[1] = from[1]! + b;
  into[2] = from[2]! + c;
  into[3] = from[3]! + d;
  into[4] = from[4]! + e;
  into[5] = from[5]! + f;
  into[6] = from[6]! + g;
  into[7] = from[7]! + h;
}

const primes = firstPrimes(64);
/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const roundConstants = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
/** The same of the square roots of the first eight. */
const initialState = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
}

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}
