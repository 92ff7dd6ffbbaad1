import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

export interface FileLine {
  /** Counted from 1, as editors do. */
  lineNumber: number;
  /** Without its line end; null when longer than `lineBytesMax`. */
  bytes: Buffer | null;
}

export interface LineChunk {
  lines: FileLine[];
  /** Offset in the file just behind the last line; reading can go on from there. */
  endByte: number;
}

export interface LineChunkOptions {
  /** Start of a line, and how many lines stand before it. */
  fromByte?: number;
  linesBefore?: number;
  /** Where to stop, an `endByte` of before; the end of the file by default. */
  toByte?: number;
  linesPerChunk: number;
}

/** A longer line cannot be a code; most labels carry less than a hundred characters. */
export const lineBytesMax = 512;

const blockBytes = 256 * 1024;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * The lines of a file in chunks, split at line feeds by bytes, so that no encoding can break it. A
 * carriage return before the feed belongs to the line end. Memory does not grow with the length of
 * a line: of one that is too long only its length is kept.
 */
export async function* readLineChunks(
  filePath: string,
  options: LineChunkOptions,
): AsyncGenerator<LineChunk, void, undefined> {
  const file = await open(filePath, 'r');
  try {
    yield* splitLines(file, options);
  } finally {
    await file.close();
  }
}

async function* splitLines(
  file: FileHandle,
  { fromByte = 0, linesBefore = 0, toByte = Infinity, linesPerChunk }: LineChunkOptions,
): AsyncGenerator<LineChunk, void, undefined> {
  const line = createLineBuffer();
  let lineNumber = linesBefore;
  let lines: FileLine[] = [];
  let position = fromByte;
  while (position < toByte) {
    const block = await readBlock(file, position, toByte);
    if (block.length === 0) break;
    let start = 0;
    for (;;) {
      const end = block.indexOf(lineFeed, start);
      line.add(block.subarray(start, end === -1 ? block.length : end));
      if (end === -1) break;
      start = end + 1;
      lines.push({ lineNumber: ++lineNumber, bytes: line.take() });
      if (lines.length < linesPerChunk) continue;
      yield { lines, endByte: position + start };
      lines = [];
    }
    position += block.length;
  }
  if (line.length() > 0) lines.push({ lineNumber: lineNumber + 1, bytes: line.take() });
  if (lines.length > 0) yield { lines, endByte: position };
}

async function readBlock(file: FileHandle, position: number, toByte: number): Promise<Buffer> {
  const length = Math.min(blockBytes, toByte - position);
  // A new one each time: lines handed out are views of it.
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** The line that is being read, in as many pieces as it has blocks, until it is too long. */
function createLineBuffer() {
  // One byte more, for the carriage return that does not count.
  const keptMax = lineBytesMax + 1;
  let pieces: Buffer[] = [];
  let bytes = 0;
  return {
    length: () => bytes,
    add(piece: Buffer) {
      bytes += piece.length;
      if (bytes > keptMax) pieces = [];
      else if (piece.length > 0) pieces.push(piece);
    },
    take(): Buffer | null {
      const whole = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
      const isTooLong = bytes > keptMax;
      pieces = [];
      bytes = 0;
      if (isTooLong) return null;
      const content = whole.at(-1) === carriageReturn ? whole.subarray(0, -1) : whole;
      return content.length > lineBytesMax ? null : content;
    },
  };
}
