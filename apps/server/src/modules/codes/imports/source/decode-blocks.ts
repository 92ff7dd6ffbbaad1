import { isAscii } from 'node:buffer';
import type { ImportEncoding } from '@mashang/contract';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Bytes as text, bad ones as U+FFFD. A bad byte never hides a line end: neither UTF-8 nor GB18030
 * uses the bytes of CR and LF within a character, so the blocks are cut there.
 */
export async function* decodeBlocks(
  blocks: AsyncIterable<Buffer>,
  encoding: ImportEncoding,
): AsyncGenerator<string, void, undefined> {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') yield* decodeUtf16(blocks, encoding);
  else yield* decodeLines(blocks, encoding);
}

async function* decodeUtf16(
  blocks: AsyncIterable<Buffer>,
  encoding: ImportEncoding,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder(encoding);
  for await (const block of blocks) yield decoder.decode(block, { stream: true });
  yield decoder.decode();
}

async function* decodeLines(
  blocks: AsyncIterable<Buffer>,
  encoding: 'utf-8' | 'gb18030',
): AsyncGenerator<string, void, undefined> {
  const decode = decoderOf(encoding);
  let rest: Buffer = Buffer.alloc(0);
  for await (const block of blocks) {
    const bytes = rest.length === 0 ? block : Buffer.concat([rest, block]);
    const end = endOfLines(bytes);
    if (end > 0) yield decode(bytes.subarray(0, end));
    rest = bytes.subarray(end);
  }
  if (rest.length > 0) yield decode(rest);
}

/** Behind the last line end; a block without any is part of a line that is too long anyway. */
function endOfLines(bytes: Buffer): number {
  const end = bytes.lastIndexOf(lineFeed) + 1 || bytes.lastIndexOf(carriageReturn) + 1;
  return end === 0 && bytes.length > 64 * 1024 ? bytes.length : end;
}

function decoderOf(encoding: 'utf-8' | 'gb18030'): (bytes: Buffer) => string {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  let isFirst = true;
  return (bytes) => {
    // Most files are plain ASCII: many times faster than any decoder.
    const isPlain = isAscii(bytes);
    const text = isPlain
      ? bytes.toString('latin1')
      : encoding === 'utf-8'
        ? bytes.toString('utf8')
        : decoder.decode(bytes);
    const hasMark = isFirst && text.startsWith('\uFEFF');
    isFirst = false;
    return hasMark ? text.slice(1) : text;
  };
}
