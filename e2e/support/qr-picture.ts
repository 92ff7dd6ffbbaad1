import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import QRCode from 'qrcode';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const require = createRequire(import.meta.url);

/** Draws a line of the print file the way a label would show it: a PNG. */
export async function drawQrPicture(text: string): Promise<Buffer> {
  return QRCode.toBuffer(text, { errorCorrectionLevel: 'M', margin: 4, scale: 6 });
}

/** What an independent decoder reads in a PNG; null when there is nothing to read. */
export async function decodeQrPicture(png: Buffer): Promise<string | null> {
  await prepareZXingModule({ overrides: { wasmBinary: readWasm() }, fireImmediately: true });
  const [found] = await readBarcodes(new Uint8Array(png), { formats: ['QRCode'] });
  return found?.text ?? null;
}

/** From the package itself: by default the library would fetch it from the network. */
function readWasm(): ArrayBuffer {
  const entry = require.resolve('zxing-wasm/reader');
  const packageDir = entry.slice(0, entry.lastIndexOf(`${path.sep}dist${path.sep}`));
  const bytes = readFileSync(path.join(packageDir, 'dist/reader/zxing_reader.wasm'));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}
