import { sourceTexts } from './source-texts.ts';
import { ImportFileError } from './types.ts';

/** What a packed file may grow to. The tables of a workbook shrink to a twentieth, codes to half. */
const unpackedBytesMax = 64 * 2 ** 30;
const ratioMax = 200;
/** Small files may be as repetitive as they like. */
const ratioCountsFromBytes = 100 * 2 ** 20;

/** Passes blocks on and stops with words when they grow as only a bomb does. */
export async function* guardSize(
  blocks: AsyncIterable<Uint8Array>,
  packedBytes: number,
): AsyncGenerator<Buffer, void, undefined> {
  let unpackedBytes = 0;
  for await (const block of blocks) {
    unpackedBytes += block.length;
    const isOutOfRatio =
      unpackedBytes > ratioCountsFromBytes && unpackedBytes > packedBytes * ratioMax;
    if (isOutOfRatio || unpackedBytes > unpackedBytesMax) {
      throw new ImportFileError(sourceTexts.bomb);
    }
    yield Buffer.from(block.buffer, block.byteOffset, block.length);
  }
}
