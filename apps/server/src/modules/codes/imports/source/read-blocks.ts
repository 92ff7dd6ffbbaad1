import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { guardSize } from './guard-size.ts';
import { sourceTexts } from './source-texts.ts';
import { ImportFileError } from './types.ts';

const blockBytes = 256 * 1024;

/** A file as it lies on the disk, block by block; `onBytes` hears how many were read. */
export async function* readPlainBlocks(
  filePath: string,
  onBytes?: (bytesDone: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  let bytesDone = 0;
  for await (const block of createReadStream(filePath, { highWaterMark: blockBytes })) {
    const bytes = block as Buffer;
    bytesDone += bytes.length;
    onBytes?.(bytesDone);
    yield bytes;
  }
}

/** The same of a gzip file, unpacked; files put one behind the other are read as one. */
export async function* readGzipBlocks(
  filePath: string,
  onBytes?: (packedBytesDone: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  const { size } = await stat(filePath);
  const packed = Readable.from(readPlainBlocks(filePath, onBytes), { objectMode: false });
  const gunzip = packed.pipe(createGunzip({ chunkSize: blockBytes }));
  packed.on('error', (error) => gunzip.destroy(error));
  try {
    yield* guardSize(gunzip, size);
  } catch (error) {
    const isOfZlib = error instanceof Error && 'code' in error && /^Z_/.test(String(error.code));
    throw isOfZlib ? new ImportFileError(sourceTexts.brokenArchive, { cause: error }) : error;
  } finally {
    packed.destroy();
    gunzip.destroy();
  }
}

/** The first bytes of a stream, which is closed after it. */
export async function readHead(
  blocks: AsyncGenerator<Buffer, void, undefined>,
  bytesMax: number,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const block of blocks) {
    pieces.push(block);
    bytes += block.length;
    if (bytes >= bytesMax) break;
  }
  return Buffer.concat(pieces).subarray(0, bytesMax);
}
