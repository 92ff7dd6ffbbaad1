import { createFillCodes } from './_encode-range.ts';
import type { FillCodes } from './_encode-range.ts';
import { createFf1 } from './_ff1.ts';
import { createLineTemplate, encodeLines, streamLines } from './_lines.ts';
import type { CodeRun, LineOptions } from './_lines.ts';
import { ALPHABET, isPrintedForm, numberToSymbols, symbolsToNumber } from './alphabet.ts';
import { BITS_PER_SYMBOL, codeLengths, findLayout } from './code-layout.ts';
import type { CodeLayout, CodeLength } from './code-layout.ts';
import { normalizeCode } from './normalize-code.ts';

export interface CodeCipherOptions {
  /** The key of one deployment and one key version, 32 bytes. It is every code, past and future. */
  key: Uint8Array;
  /** Symbols of a code. */
  length: CodeLength;
  /** Format id ‖ deployment id: public, fixed, at most 8 bytes. Empty by default. */
  tweak?: Uint8Array;
}

/** What a code stands for. */
export interface CodedItem {
  batch: number;
  serial: number;
}

export interface StreamOptions extends LineOptions {
  /** Codes per chunk, 1 to 8,192. 4,096 by default: about half a millisecond of work. */
  chunkCodes?: number;
}

export interface CodeCipher {
  /** The printed code of an item. Throws RangeError when batch or serial is beyond `limits`. */
  encode(batch: number, serial: number): string;
  /**
   * The item of a code, or null when it is none of ours. Reads all that `normalizeCode` reads and
   * never throws. An item only means that the zero bits were zero: whether the batch exists, has
   * this serial and is activated is for the caller to check.
   */
  decode(code: string): CodedItem | null;
  /** `decode` of each, in order; one AES call a round, so a batch costs a tenth of its codes alone. */
  decodeMany(codes: readonly string[]): (CodedItem | null)[];
  /**
   * Lines of consecutive serials, each `strideBytes` long. Holds the thread for about 0.1 µs a
   * code. Throws RangeError when a number is beyond `limits` or the text beyond 1 GiB.
   */
  encodeRange(
    batch: number,
    firstSerial: number,
    count: number,
    options?: LineOptions,
  ): Uint8Array<ArrayBuffer>;
  /** The same lines in chunks of whole lines, with the event loop running in between. */
  encodeStream(
    batch: number,
    firstSerial: number,
    count: number,
    options?: StreamOptions,
  ): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>;
  /** Bytes of a line: that of serial `firstSerial + i` begins at byte `i * strideBytes(options)`. */
  strideBytes(options?: LineOptions): number;
  /** The largest batch and serial the length has room for. */
  limits: Readonly<{ batchMax: number; serialMax: number }>;
}

const KEY_BYTES = 32;
const TWEAK_BYTES_MAX = 8;
const CHUNK_CODES_DEFAULT = 4_096;
const CHUNK_CODES_MAX = 8_192;

/**
 * The two-way map between (batch, serial) and printed codes of one length under one key:
 * FF1 of NIST SP 800-38G with radix 32 and AES-256 over a block of batch, serial and zeros.
 *
 * @throws {TypeError} when key or tweak are not bytes
 * @throws {RangeError} when the key is not 32 bytes, the tweak over 8 or the length not one of five
 */
export function createCodeCipher(options: CodeCipherOptions): CodeCipher {
  const { key, tweak, layout } = checkedOptions(options);
  const { length, serialBits, batchBits } = layout;
  const limits = Object.freeze({ batchMax: 2 ** batchBits - 1, serialMax: 2 ** serialBits - 1 });
  const half = length / 2;
  // Batch stands above the zeros of the right half: multiplied, as shifts end at 32 bits.
  const batchUnit = 2 ** (half * BITS_PER_SYMBOL - batchBits);
  const ff1 = createFf1({ key, radix: ALPHABET.length, length, tweak });
  let bulk: FillCodes | undefined;

  /** The buffers of bulk generation are made when first needed: most ciphers only decode. */
  const fillCodes: FillCodes = (...run) => (bulk ??= createFillCodes(ff1, length))(...run);

  function encode(batch: number, serial: number): string {
    checkInteger('batch', batch, 0, limits.batchMax);
    checkInteger('serial', serial, 0, limits.serialMax);
    const { left, right } = ff1.encrypt(serial, batch * batchUnit);
    return numberToSymbols(left, half) + numberToSymbols(right, half);
  }

  function itemOf({ left, right }: { left: number; right: number }): CodedItem | null {
    if (left > limits.serialMax || right % batchUnit !== 0) return null;
    return { batch: right / batchUnit, serial: left };
  }

  function decodeMany(texts: readonly string[]): (CodedItem | null)[] {
    const codes = texts.map((text) => printedForm(text, length));
    const halves = codes.map((code) => ({
      left: code === null ? 0 : symbolsToNumber(code, 0, half),
      right: code === null ? 0 : symbolsToNumber(code, half, length),
    }));
    ff1.decryptMany(halves);
    return halves.map((item, index) => (codes[index] === null ? null : itemOf(item)));
  }

  function decode(text: string): CodedItem | null {
    const code = printedForm(text, length);
    if (code === null) return null;
    return itemOf(ff1.decrypt(symbolsToNumber(code, 0, half), symbolsToNumber(code, half, length)));
  }

  function checkedRun(batch: number, firstSerial: number, count: number): CodeRun {
    checkInteger('batch', batch, 0, limits.batchMax);
    checkInteger('firstSerial', firstSerial, 0, limits.serialMax);
    checkInteger('count', count, 0, limits.serialMax - firstSerial + 1);
    return { firstLeft: firstSerial, right: batch * batchUnit, count };
  }

  return {
    encode,
    decode,
    decodeMany,
    encodeRange(batch, firstSerial, count, lineOptions = {}) {
      const run = checkedRun(batch, firstSerial, count);
      return encodeLines(fillCodes, createLineTemplate(length, lineOptions), run);
    },
    encodeStream(batch, firstSerial, count, streamOptions = {}) {
      // Checked here and not in the generator, so that a wrong number throws before a header is sent.
      const run = checkedRun(batch, firstSerial, count);
      const { chunkCodes = CHUNK_CODES_DEFAULT } = streamOptions;
      checkInteger('chunkCodes', chunkCodes, 1, CHUNK_CODES_MAX);
      return streamLines(fillCodes, createLineTemplate(length, streamOptions), run, chunkCodes);
    },
    strideBytes: (lineOptions = {}) => createLineTemplate(length, lineOptions).line.length,
    limits,
  };
}

function checkedOptions({ key, length, tweak = new Uint8Array() }: CodeCipherOptions): {
  key: Uint8Array;
  tweak: Uint8Array;
  layout: CodeLayout;
} {
  if (!(key instanceof Uint8Array)) throw new TypeError('key must be a Uint8Array');
  if (key.length !== KEY_BYTES) throw new RangeError(`key must have ${KEY_BYTES} bytes`);
  if (!(tweak instanceof Uint8Array)) throw new TypeError('tweak must be a Uint8Array');
  if (tweak.length > TWEAK_BYTES_MAX) {
    throw new RangeError(`tweak may have ${TWEAK_BYTES_MAX} bytes`);
  }
  const layout = findLayout(length);
  if (layout === null) throw new RangeError(`length must be one of ${codeLengths.join(', ')}`);
  return { key, tweak, layout };
}

/** The message names the argument and its bounds, never a key or a code. */
function checkInteger(name: string, value: number, min: number, max: number): void {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return;
  throw new RangeError(`${name} must be an integer from ${min} to ${max}, not ${String(value)}`);
}

/** Most codes arrive as they were printed; only the others pay for being forgiven. */
function printedForm(text: unknown, length: number): string | null {
  if (typeof text !== 'string') return null;
  const code = text.length === length && isPrintedForm(text) ? text : normalizeCode(text);
  return code?.length === length ? code : null;
}
