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

/** One half of every code, high·2³² + low, as machine words: what the additions work on. */
interface Halves {
  high: Int32Array;
  low: Int32Array;
}

/** Where the variable words of AES inputs and outputs are, and how long a half is. */
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
const BLOCK_BYTES = 16;
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
 * which end in [round]¹ ‖ [half]ᵇ, b ≤ 7) differ between codes; the rest is the constant `roundBlock`
 * and stays in the buffer of inputs for ever. Addition modulo 2^(5m) is an addition with carry and a
 * mask per word. Round 0 depends on the right half alone, the same for a whole batch: one block.
 */
export function createFillCodes(ff1: Ff1, length: number): FillCodes {
  if (endianness() !== 'LE') throw new Error('bulk encoding needs a little-endian machine');
  const halfSymbols = length / 2;
  const halfEnd = 2 ** (halfSymbols * BITS_PER_SYMBOL);
  const words = describeWords(ff1, halfEnd);
  const inputs = emptyBlocks(ff1);
  const halves = [emptyHalves(), emptyHalves()] as const;

  function fillChunk(rows: CodeRows, row: number, firstLeft: number, right: number): void {
    const count = Math.min(CODES_PER_CALL, rows.count - row);
    const blocks = new Uint8Array(inputs.buffer, 0, count * BLOCK_BYTES);
    let [a, b] = halves;
    setAll(a, right);
    setCounting(b, inputs, (firstLeft + ff1.roundValue(0, right)) % halfEnd, words);
    for (let round = 1; round < ROUNDS; round++) {
      addRound(a, ff1.encryptBlocks(blocks), inputs, round, words);
      [a, b] = [b, a];
    }
    writeCodes(rows, row, count, a, b, halfSymbols);
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
  const bytes = new Uint8Array(CODES_PER_CALL * BLOCK_BYTES);
  for (let offset = 0; offset < bytes.length; offset += BLOCK_BYTES) {
    bytes.set(ff1.roundBlock, offset);
  }
  return new Int32Array(bytes.buffer);
}

function emptyHalves(): Halves {
  return { high: new Int32Array(CODES_PER_CALL), low: new Int32Array(CODES_PER_CALL) };
}

/** One and the same half for every code. */
function setAll({ high, low }: Halves, value: number): void {
  high.fill(Math.floor(value / 2 ** 32));
  low.fill(value | 0);
}

/** The halves `first`, `first + 1`, … modulo 2^(5m), and the same as AES inputs of round 1. */
function setCounting({ high, low }: Halves, inputs: Int32Array, first: number, words: Words): void {
  const { constant3, highMask, lowMask } = words;
  const word2 = roundWord(1, words);
  let valueHigh = Math.floor(first / 2 ** 32);
  let valueLow = first | 0;
  for (let index = 0, at = 2; index < low.length; index++, at += WORDS_PER_BLOCK) {
    high[index] = valueHigh;
    low[index] = valueLow;
    inputs[at] = reverseBytes(valueHigh) ^ word2;
    inputs[at + 1] = reverseBytes(valueLow) ^ constant3;
    valueLow = (valueLow + 1) & lowMask;
    if (valueLow === 0) valueHigh = (valueHigh + 1) & highMask;
  }
}

/** Word 2 of a block whose half is zero, for the round that will encrypt it. */
function roundWord(round: number, { constant2, roundShift }: Words): number {
  return constant2 ^ reverseBytes(round << roundShift);
}

/** Makes A into A + F(B) for every code, and writes it as the AES input of the next round. */
function addRound(
  a: Halves,
  output: Buffer,
  inputs: Int32Array,
  round: number,
  words: Words,
): void {
  const sums = new Int32Array(output.buffer, output.byteOffset, output.length / 4);
  const add = words.highMask <= 0xff ? addHalvesOf40Bits : addHalvesOf50Bits;
  add(a, sums, inputs, roundWord(round + 1, words), words);
}

/** Up to 16 symbols the high word is one byte, the last in memory: shifts instead of reversals. */
function addHalvesOf40Bits(
  { high, low }: Halves,
  sums: Int32Array,
  inputs: Int32Array,
  word2: number,
  { constant3, highMask, lowMask, outputHigh }: Words,
): void {
  for (let index = 0, at = 2, from = outputHigh; from < sums.length; index++, at += 4, from += 4) {
    const a = low[index]!;
    const y = reverseBytes(sums[from + 1]!);
    const sum = (a + y) | 0;
    const sumLow = sum & lowMask;
    const sumHigh = (high[index]! + (sums[from]! >>> 24) + carryOf(a, y, sum)) & highMask;
    low[index] = sumLow;
    high[index] = sumHigh;
    inputs[at] = (sumHigh << 24) ^ word2;
    inputs[at + 1] = reverseBytes(sumLow) ^ constant3;
  }
}

function addHalvesOf50Bits(
  { high, low }: Halves,
  sums: Int32Array,
  inputs: Int32Array,
  word2: number,
  { constant3, highMask, outputHigh }: Words,
): void {
  for (let index = 0, at = 2, from = outputHigh; from < sums.length; index++, at += 4, from += 4) {
    const a = low[index]!;
    const y = reverseBytes(sums[from + 1]!);
    const sum = (a + y) | 0;
    const sumHigh = (high[index]! + reverseBytes(sums[from]!) + carryOf(a, y, sum)) & highMask;
    low[index] = sum;
    high[index] = sumHigh;
    inputs[at] = reverseBytes(sumHigh) ^ word2;
    inputs[at + 1] = reverseBytes(sum) ^ constant3;
  }
}

/** The carry out of bit 31, read off the signs: comparing unsigned numbers is slower. */
function carryOf(a: number, y: number, sum: number): number {
  return ((a & y) | ((a | y) & ~sum)) >>> 31;
}

/** Writes both halves of every code, row by row. */
function writeCodes(
  rows: CodeRows,
  row: number,
  count: number,
  a: Halves,
  b: Halves,
  m: number,
): void {
  const { bytes, strideBytes } = rows;
  let middle = row * strideBytes + rows.codeOffset + m;
  for (let index = 0; index < count; index++, middle += strideBytes) {
    writeHalf(bytes, middle, m, a.high[index]!, a.low[index]!);
    writeHalf(bytes, middle + m, m, b.high[index]!, b.low[index]!);
  }
}

/** Writes m symbols that end before `end`, two at a time from the last to the first. */
function writeHalf(bytes: Uint8Array, end: number, m: number, high: number, low: number): void {
  writePair(bytes, end - 2, low);
  writePair(bytes, end - 4, low >>> 10);
  writePair(bytes, end - 6, low >>> 20);
  if (m === 6) return;
  const bits30 = (high << 2) | (low >>> 30);
  if (m === 7) bytes[end - 7] = SYMBOL_BYTES[bits30 & 31]!;
  else writePair(bytes, end - 8, bits30);
  if (m === 9) bytes[end - 9] = SYMBOL_BYTES[(high >>> 8) & 31]!;
  if (m === 10) writePair(bytes, end - 10, high >>> 8);
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
