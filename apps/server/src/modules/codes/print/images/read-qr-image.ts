import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Picture } from './rasterise-svg.ts';

let prepared: Promise<void> | undefined;

/**
 * The texts of the QR codes in a picture (PNG, JPEG or pixels), from left to right within rows. The decoder is
 * ZXing, which shares nothing with what made the codes.
 */
export async function readQrImage(image: Uint8Array | Picture, symbolsMax = 1): Promise<string[]> {
  await (prepared ??= prepare());
  // A copy of bytes: a small Buffer is a window on shared memory, of which the decoder would read all.
  const input = image instanceof Uint8Array ? new Uint8Array(image) : image;
  const results = await readBarcodes(input, {
    formats: ['QRCode'],
    maxNumberOfSymbols: symbolsMax,
  });
  return results
    .filter((result) => result.isValid)
    .sort((one, other) => rowOf(one) - rowOf(other) || leftOf(one) - leftOf(other))
    .map((result) => result.text);
}

/** Once a process: by itself the module would fetch its binary from a foreign host. */
async function prepare(): Promise<void> {
  const path = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const { buffer, byteOffset, length } = await readFile(path);
  const wasmBinary = buffer.slice(byteOffset, byteOffset + length);
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

type Result = Awaited<ReturnType<typeof readBarcodes>>[number];

/** Codes of a row may stand some pixels higher or lower. */
const rowPixels = 8;
const rowOf = ({ position }: Result) => Math.round(position.topLeft.y / rowPixels);
const leftOf = ({ position }: Result) => position.topLeft.x;
