import { endianness } from 'node:os';
import { ROUNDS } from './_ff1.ts';
import type { Ff1 } from './_ff1.ts';
import { ALPHABET } from './alphabet.ts';
import { BITS_PER_SYMBOL } from './code-layout.ts';

/** Where the symbols go: `count` rows of `strideBytes`, the code at `codeOffset` of each row. */
export interface CodeRows {
  bytes: Uint8Array;
  codeOffset: number;
  strideBytes: number;
  count: number;
}

/** Fills rows with the codes of right half `right` and left halves `firstLeft`, +1, +2 … */
export type FillCodes = (rows: CodeRows, firstLeft: number, right: number) => void;

/** What turns a half into words 2 and 3 of an AES input, and an AES output into a number. */
interface Words {
  /** Words 2 and 3 of the round block, in memory order. */
  constant2: number;
  constant3: number;
  /** Where the round number stands in word 2. */
  roundShift: number;
  highMask: number;
  lowMask: number;
  /** The first of the two words of the AES output that are the low 64 bits of y. */
  outputHigh: number;
}

/** Codes per AES call: enough to hide the price of a call, few enough to stay in the cache. */
const CODES_PER_CALL = 2_048;
const WORDS_PER_BLOCK = 4;

/** Both symbols of every ten bits: the first in the low byte, the second in the high one. */
const SYMBOL_PAIRS = Uint16Array.from(
  { length: 1_024 },
  (_, pair) => ALPHABET.charCodeAt(pair >>> 5) | (ALPHABET.charCodeAt(pair & 31) << 8),
);

const SYMBOL_BYTES = Uint8Array.from(ALPHABET, (symbol) => symbol.charCodeAt(0));

/**
 * The ten rounds of FF1, radix 32, over thousands of codes at once.
 *
 * A round is one AES-ECB call with one block per code. Of a block only words 2 and 3 (bytes 8…15,
 * which end in [round]¹ ‖ [half]ᵇ, b ≤ 7) differ between codes; the rest is the constant `roundBlock`.
 * So two buffers of AES inputs are the whole state: one holds the half B of every code, the other
 * the half A, which the round overwrites with A + F(B) before the two change places.
 *
 * A half is high·2³² + low. Addition modulo 2^(5m) is an addition with carry and a mask per word.
 * Round 0 depends on the right half alone, the same for a whole batch: one block instead of `count`.
 */
export function createFillCodes(ff1: Ff1, length: number): FillCodes {
  if (endianness() !== 'LE') throw new Error('bulk encoding needs a little-endian machine');
  const halfSymbols = length / 2;
  const halfEnd = 2 ** (halfSymbols * BITS_PER_SYMBOL);
  const words = describeWords(ff1, halfEnd);
  const buffers = [emptyBlocks(ff1), emptyBlocks(ff1)] as const;

  function fillChunk(rows: CodeRows, row: number, firstLeft: number, right: number): void {
    const count = Math.min(CODES_PER_CALL, rows.count - row);
    let a = buffers[0].subarray(0, count * WORDS_PER_BLOCK);
    let b = buffers[1].subarray(0, count * WORDS_PER_BLOCK);
    writeHalves(a, 0, right, 0, words);
    writeHalves(b, 1, (firstLeft + ff1.roundValue(0, right)) % halfEnd, 1, words);
    for (let round = 1; round < ROUNDS; round++) {
      addRound(a, ff1.encryptBlocks(new Uint8Array(b.buffer, 0, b.byteLength)), round, words);
      [a, b] = [b, a];
    }
    const end = row * rows.strideBytes + rows.codeOffset + halfSymbols;
    writeSymbols(rows, end, halfSymbols, a, ROUNDS - 1, words);
    writeSymbols(rows, end + halfSymbols, halfSymbols, b, ROUNDS, words);
  }

  return (rows, firstLeft, right) => {
    for (let row = 0; row < rows.count; row += CODES_PER_CALL) {
      fillChunk(rows, row, firstLeft + row, right);
    }
  };
}

function describeWords(ff1: Ff1, halfEnd: number): Words {
  const block = new Int32Array(Uint8Array.from(ff1.roundBlock).buffer);
  return {
    constant2: block[2]!,
    constant3: block[3]!,
    roundShift: 8 * (ff1.halfBytes - 4),
    highMask: Math.max(halfEnd / 2 ** 32, 1) - 1,
    lowMask: (Math.min(halfEnd, 2 ** 32) - 1) | 0,
    outputHigh: ff1.roundBytes / 4 - 2,
  };
}

function emptyBlocks(ff1: Ff1): Int32Array<ArrayBuffer> {
  const bytes = new Uint8Array(CODES_PER_CALL * ff1.roundBlock.length);
  for (let offset = 0; offset < bytes.length; offset += ff1.roundBlock.length) {
    bytes.set(ff1.roundBlock, offset);
  }
  return new Int32Array(bytes.buffer);
}

/** Word 2 of a block whose half is zero, for the round that will encrypt it. */
function roundWord(round: number, { constant2, roundShift }: Words): number {
  return constant2 ^ reverseBytes(round << roundShift);
}

/** Sets the halves to `first`, `first + step`, … modulo 2^(5m). */
function writeHalves(
  blocks: Int32Array,
  step: number,
  first: number,
  round: number,
  words: Words,
): void {
  const { constant3, highMask, lowMask } = words;
  const word2 = roundWord(round, words);
  let high = Math.floor(first / 2 ** 32);
  let low = first | 0;
  for (let at = 2; at < blocks.length; at += WORDS_PER_BLOCK) {
    blocks[at] = reverseBytes(high) ^ word2;
    blocks[at + 1] = reverseBytes(low) ^ constant3;
    low = (low + step) & lowMask;
    if (low === 0) high = (high + step) & highMask;
  }
}

/** A + F(B) for every code: `blocks` held A as an input of the last round and becomes one of the next. */
function addRound(blocks: Int32Array, output: Buffer, round: number, words: Words): void {
  const sums = new Int32Array(output.buffer, output.byteOffset, blocks.length);
  const wordBefore = roundWord(round - 1, words);
  const wordAfter = roundWord(round + 1, words);
  const add = words.highMask <= 0xff ? addHalvesOf40Bits : addHalvesOf50Bits;
  add(blocks, sums, wordBefore, wordAfter, words);
}

/** Up to 16 symbols the high word is one byte, the last in memory: shifts instead of reversals. */
function addHalvesOf40Bits(
  blocks: Int32Array,
  sums: Int32Array,
  wordBefore: number,
  wordAfter: number,
  { constant3, highMask, lowMask, outputHigh }: Words,
): void {
  for (let at = 2, from = outputHigh; at < blocks.length; at += 4, from += 4) {
    const a = reverseBytes(blocks[at + 1]! ^ constant3);
    const y = reverseBytes(sums[from + 1]!);
    const low = (a + y) | 0;
    const high = ((blocks[at]! ^ wordBefore) >>> 24) + (sums[from]! >>> 24) + carryOf(a, y, low);
    blocks[at] = ((high & highMask) << 24) ^ wordAfter;
    blocks[at + 1] = reverseBytes(low & lowMask) ^ constant3;
  }
}

function addHalvesOf50Bits(
  blocks: Int32Array,
  sums: Int32Array,
  wordBefore: number,
  wordAfter: number,
  { constant3, highMask, outputHigh }: Words,
): void {
  for (let at = 2, from = outputHigh; at < blocks.length; at += 4, from += 4) {
    const a = reverseBytes(blocks[at + 1]! ^ constant3);
    const y = reverseBytes(sums[from + 1]!);
    const low = (a + y) | 0;
    const highs = reverseBytes(blocks[at]! ^ wordBefore) + reverseBytes(sums[from]!);
    blocks[at] = reverseBytes((highs + carryOf(a, y, low)) & highMask) ^ wordAfter;
    blocks[at + 1] = reverseBytes(low) ^ constant3;
  }
}

/** The carry out of bit 31, read off the signs: comparing unsigned numbers is slower. */
function carryOf(a: number, y: number, sum: number): number {
  return ((a & y) | ((a | y) & ~sum)) >>> 31;
}

/** Writes one half of every code as symbols that end before `end`, `end + stride`, … */
function writeSymbols(
  rows: CodeRows,
  end: number,
  halfSymbols: number,
  blocks: Int32Array,
  round: number,
  words: Words,
): void {
  const { bytes, strideBytes } = rows;
  const word2 = roundWord(round, words);
  for (let at = 2, to = end; at < blocks.length; at += WORDS_PER_BLOCK, to += strideBytes) {
    const high = reverseBytes(blocks[at]! ^ word2);
    const low = reverseBytes(blocks[at + 1]! ^ words.constant3);
    writePair(bytes, to - 2, low);
    writePair(bytes, to - 4, low >>> 10);
    writePair(bytes, to - 6, low >>> 20);
    if (halfSymbols === 6) continue;
    const bits30 = (high << 2) | (low >>> 30);
    if (halfSymbols === 7) bytes[to - 7] = SYMBOL_BYTES[bits30 & 31]!;
    else writePair(bytes, to - 8, bits30);
    if (halfSymbols === 9) bytes[to - 9] = SYMBOL_BYTES[(high >>> 8) & 31]!;
    if (halfSymbols === 10) writePair(bytes, to - 10, high >>> 8);
  }
}

function writePair(bytes: Uint8Array, at: number, bits: number): void {
  const pair = SYMBOL_PAIRS[bits & 1_023]!;
  bytes[at] = pair;
  bytes[at + 1] = pair >>> 8;
}

/** Big-endian, as the standard counts, to the machine's order and back. Two rotations: see README. */
function reverseBytes(word: number): number {
  const even = word & 0x00ff00ff;
  const odd = word & 0xff00ff00;
  return (even >>> 8) | (even << 24) | ((odd << 8) | (odd >>> 24));
}
