import { createCipheriv } from 'node:crypto';

/**
 * FF1 of NIST SP 800-38G for one fixed length and tweak, on halves that are numbers.
 * The names P, Q, R, S, y, b, d, u, v are those of the standard.
 */
export interface Ff1 {
  /** Algorithm 7 on the numeral string A ‖ B, given as NUM(A) and NUM(B). */
  encrypt(left: number, right: number): Halves;
  /** Algorithm 8, the inverse. */
  decrypt(left: number, right: number): Halves;
  /** `decrypt` of each in place: one AES call a round, however many there are. */
  decryptMany(items: Halves[]): void;
  /** y mod radix^m of one round, steps 6i to 6vi without the addition. */
  roundValue(round: number, half: number): number;
  /** AES over any number of 16-byte blocks, each on its own (ECB). */
  encryptBlocks(blocks: Uint8Array): Buffer;
  /** The AES input of every round before round number and half are XORed into it. */
  roundBlock: Uint8Array;
  /** b: bytes of a half in the AES input, which ends in [round]¹ ‖ [half]ᵇ. */
  halfBytes: number;
  /** d: leading bytes of the AES output that are taken as the number y. */
  roundBytes: number;
}

export interface Halves {
  left: number;
  right: number;
}

interface Ff1Options {
  /** 16, 24 or 32 bytes. */
  key: Uint8Array;
  radix: number;
  /** Number of numerals, both halves together. */
  length: number;
  tweak: Uint8Array;
}

export const ROUNDS = 10;
const BLOCK_BYTES = 16;

/** A half must stay below this, so that the sum of two is still an exact number. */
const HALF_MAX = 2 ** 52;

/**
 * Prepares FF1 for one key, radix, length and tweak. The key is expanded once and not kept.
 *
 * @throws {RangeError} when the domain is below the 10⁶ of SP 800-38G Rev. 1 or a half above 2⁵²
 */
export function createFf1({ key, radix, length, tweak }: Ff1Options): Ff1 {
  const u = Math.floor(length / 2);
  const v = length - u;
  // Both conditions of the standard, and our own: a half is an exact number with room for a carry.
  if (radix ** length < 1e6) throw new RangeError('FF1: radix^length must be at least 1,000,000');
  if (radix ** v > HALF_MAX) throw new RangeError('FF1: a half must not exceed 2^52');

  // ECB of single blocks is the bare AES that FF1 is built from; nothing is chained or padded.
  const aes = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
  const encryptBlocks = (blocks: Uint8Array) => aes.update(blocks);

  const halfBytes = Math.ceil(bitsBelow(radix ** v) / 8); // step 3
  const roundBytes = 4 * Math.ceil(halfBytes / 4) + 4; // step 4
  const roundBlock = macUpToLastBlock(
    encryptBlocks,
    firstBlock(radix, length, tweak),
    paddedTweak(tweak, halfBytes),
  );
  const moduli = [radix ** u, radix ** v] as const; // step 6v: m = u in even rounds, v in odd ones
  const reduce = (radix & (radix - 1)) === 0 ? lowBits : remainder;
  const block = Uint8Array.from(roundBlock);
  const view = new DataView(block.buffer);

  function modulusOf(round: number): number {
    return moduli[round % 2 === 0 ? 0 : 1];
  }

  const writeRound = createRoundWriter(view, halfBytes);

  function roundValue(round: number, half: number): number {
    writeRound(view, 0, round, half);
    return reduce(encryptBlocks(block), roundBytes, modulusOf(round)); // d ≤ 16, so S is R cut short
  }

  function roundValues(round: number, halves: number[], blocks: Uint8Array): number[] {
    const blocksView = new DataView(blocks.buffer);
    halves.forEach((half, index) => writeRound(blocksView, index * BLOCK_BYTES, round, half));
    const output = encryptBlocks(blocks);
    const modulus = modulusOf(round);
    return halves.map((_half, index) => reduce(output, index * BLOCK_BYTES + roundBytes, modulus));
  }

  const rounds = { modulusOf, roundValue, roundValues, roundBlock };
  return { ...createFeistel(rounds), roundValue, encryptBlocks, roundBlock, halfBytes, roundBytes };
}

interface Rounds {
  modulusOf: (round: number) => number;
  roundValue: (round: number, half: number) => number;
  /** roundValue of each half, in one AES call over the same buffer of blocks. */
  roundValues: (round: number, halves: number[], blocks: Uint8Array) => number[];
  roundBlock: Uint8Array;
}

/** Steps 6 and 7: ten rounds in which the halves take turns. */
function createFeistel({ modulusOf, roundValue, roundValues, roundBlock }: Rounds) {
  function encrypt(left: number, right: number): Halves {
    let [a, b] = [left, right];
    for (let round = 0; round < ROUNDS; round++) {
      const c = (a + roundValue(round, b)) % modulusOf(round);
      a = b;
      b = c;
    }
    return { left: a, right: b };
  }

  function decrypt(left: number, right: number): Halves {
    let [a, b] = [left, right];
    for (let round = ROUNDS - 1; round >= 0; round--) {
      const modulus = modulusOf(round);
      const c = (b - roundValue(round, a) + modulus) % modulus;
      b = a;
      a = c;
    }
    return { left: a, right: b };
  }

  function decryptMany(items: Halves[]): void {
    const blocks = repeatBlock(roundBlock, items.length);
    for (let round = ROUNDS - 1; round >= 0; round--) {
      const modulus = modulusOf(round);
      const lefts = items.map((item) => item.left);
      roundValues(round, lefts, blocks).forEach((value, index) => {
        const item = items[index] as Halves;
        const c = (item.right - value + modulus) % modulus;
        item.right = item.left;
        item.left = c;
      });
    }
  }

  return { encrypt, decrypt, decryptMany };
}

/** Writes round and half into the last two words of a block that is otherwise the round block. */
function createRoundWriter(roundBlock: DataView, halfBytes: number) {
  const [constant2, constant3] = [roundBlock.getInt32(8), roundBlock.getInt32(12)];
  const roundShift = 8 * halfBytes; // [round]¹ stands right before [half]ᵇ
  return (target: DataView, at: number, round: number, half: number): void => {
    // `| 0` and shifts by less than 32 keep each within its word.
    const high = Math.floor(half / 2 ** 32) | (roundShift < 32 ? 0 : round << (roundShift - 32));
    const low = half | (roundShift < 32 ? round << roundShift : 0);
    target.setInt32(at + 8, constant2 ^ high);
    target.setInt32(at + 12, constant3 ^ low);
  };
}

function repeatBlock(block: Uint8Array, count: number): Uint8Array {
  const blocks = new Uint8Array(count * BLOCK_BYTES);
  for (let at = 0; at < blocks.length; at += BLOCK_BYTES) blocks.set(block, at);
  return blocks;
}

/** Bits that write every number below `end`: ⌈v·log2(radix)⌉ without a logarithm's rounding. */
function bitsBelow(end: number): number {
  return (end - 1).toString(2).length;
}

/** P, step 5: [1]¹ ‖ [2]¹ ‖ [1]¹ ‖ [radix]³ ‖ [10]¹ ‖ [u mod 256]¹ ‖ [n]⁴ ‖ [t]⁴ */
function firstBlock(radix: number, length: number, tweak: Uint8Array): Uint8Array {
  const block = Buffer.alloc(BLOCK_BYTES);
  block.set([1, 2, 1]);
  block.writeUIntBE(radix, 3, 3);
  block.set([ROUNDS, Math.floor(length / 2) % 256], 6);
  block.writeUInt32BE(length, 8);
  block.writeUInt32BE(tweak.length, 12);
  return block;
}

/** Q of step 6i, T ‖ 0…0 ‖ [round]¹ ‖ [half]ᵇ, with round and half still zero. */
function paddedTweak(tweak: Uint8Array, halfBytes: number): Uint8Array {
  const bytes = tweak.length + 1 + halfBytes;
  const padded = new Uint8Array(Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES);
  padded.set(tweak);
  return padded;
}

/**
 * The CBC-MAC over P ‖ Q as far as it is the same for all codes: round and half (b ≤ 7) stand at the
 * end of Q's last block, so everything before is a constant, already XORed into that block. What is
 * left of the PRF is one AES call a round, however long the tweak.
 */
function macUpToLastBlock(
  encryptBlocks: Ff1['encryptBlocks'],
  p: Uint8Array,
  q: Uint8Array,
): Uint8Array {
  let block: Uint8Array = p;
  for (let offset = 0; offset < q.length; offset += BLOCK_BYTES) {
    const chained = Uint8Array.from(encryptBlocks(block));
    for (let index = 0; index < BLOCK_BYTES; index++) chained[index]! ^= q[offset + index]!;
    block = chained;
  }
  return block;
}

/** The first `count` bytes as a number modulo a power of two: only the last eight bytes matter. */
function lowBits(bytes: Buffer, count: number, modulus: number): number {
  const low = bytes.readUInt32BE(count - 4);
  if (modulus <= 2 ** 32) return low % modulus;
  return (bytes.readUInt32BE(count - 8) % (modulus / 2 ** 32)) * 2 ** 32 + low;
}

/** The same for any modulus. Twelve bytes exceed an exact number, hence BigInt; the product never comes here. */
function remainder(bytes: Buffer, count: number, modulus: number): number {
  return Number(BigInt(`0x${bytes.toString('hex', 0, count)}`) % BigInt(modulus));
}
