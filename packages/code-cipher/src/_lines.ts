import { setImmediate } from 'node:timers/promises';
import type { FillCodes } from './_encode-range.ts';

export interface LineOptions {
  /** Stands before every code, such as `https://HOST/C/`. Empty by default. */
  prefix?: string;
  /** Ends every line, the last one too. `\n` by default; some printers' tools want `\r\n`. */
  newline?: string;
}

/** Consecutive codes of one batch, as FF1 halves. */
export interface CodeRun {
  firstLeft: number;
  right: number;
  count: number;
}

/** A line with a hole for the code. All lines are as long, so an offset is a multiplication. */
export interface LineTemplate {
  line: Uint8Array;
  codeOffset: number;
}

/** Prefix and newline come from operators; nobody's URL or line end is longer. */
const AFFIX_BYTES_MAX = 1_024;

/** A gibibyte in one piece helps nobody: beyond it, stream. */
const TEXT_BYTES_MAX = 2 ** 30;

export function createLineTemplate(codeLength: number, options: LineOptions): LineTemplate {
  const prefix = new TextEncoder().encode(options.prefix ?? '');
  const newline = new TextEncoder().encode(options.newline ?? '\n');
  if (prefix.length > AFFIX_BYTES_MAX || newline.length > AFFIX_BYTES_MAX) {
    throw new RangeError(`prefix and newline may have ${AFFIX_BYTES_MAX} bytes`);
  }
  const line = new Uint8Array(prefix.length + codeLength + newline.length);
  line.set(prefix);
  line.set(newline, prefix.length + codeLength);
  return { line, codeOffset: prefix.length };
}

/** All lines of a run in one piece. */
export function encodeLines(
  fillCodes: FillCodes,
  { line, codeOffset }: LineTemplate,
  { firstLeft, right, count }: CodeRun,
): Uint8Array<ArrayBuffer> {
  const strideBytes = line.length;
  if (count * strideBytes > TEXT_BYTES_MAX) {
    throw new RangeError(`${count} lines exceed 1 GiB in one piece: use encodeStream`);
  }
  const bytes = new Uint8Array(count * strideBytes);
  repeat(bytes, line);
  fillCodes({ bytes, codeOffset, strideBytes, count }, firstLeft, right);
  return bytes;
}

/** The same text in chunks of `chunkCodes` lines. */
export async function* streamLines(
  fillCodes: FillCodes,
  template: LineTemplate,
  run: CodeRun,
  chunkCodes: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  for (let done = 0; done < run.count; done += chunkCodes) {
    // A consumer that never waits would otherwise starve every request of the process.
    if (done > 0) await setImmediate();
    const count = Math.min(chunkCodes, run.count - done);
    yield encodeLines(fillCodes, template, { ...run, firstLeft: run.firstLeft + done, count });
  }
}

/** Fills by doubling: a few large copies instead of one small one a line. */
function repeat(bytes: Uint8Array, line: Uint8Array): void {
  bytes.set(line.subarray(0, bytes.length));
  for (let filled = line.length; filled < bytes.length; filled *= 2) {
    bytes.copyWithin(filled, 0, Math.min(filled, bytes.length - filled));
  }
}
