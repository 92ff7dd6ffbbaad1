import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { ReadResult } from 'zxing-wasm/reader';
import decoderUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { Scan } from './use-scanner.ts';

// By default the package fetches the decoder from a CDN; this phone never leaves the machine.
prepareZXingModule({ overrides: { locateFile: () => decoderUrl } });

const pixelsMax = 2000;

/** The names WeChat puts before the digits of a barcode. */
const barcodeNames: Record<string, string> = {
  EAN13: 'EAN_13',
  EAN8: 'EAN_8',
  UPCA: 'UPC_A',
  UPCE: 'UPC_E',
  ISBN: 'EAN_13',
  Code128: 'CODE_128',
  Code93: 'CODE_93',
  Code39: 'CODE_39',
  Code39Std: 'CODE_39',
  Code39Ext: 'CODE_39',
  ITF14: 'ITF',
};

/** Loads a picture from an address of this page (blob: or data:); rejects if it is none. */
export async function loadPicture(url: string): Promise<ImageData> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const { naturalWidth, naturalHeight } = image;
  const scale = Math.min(1, pixelsMax / Math.max(naturalWidth, naturalHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(naturalHeight * scale));
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) throw new Error('This browser has no canvas.');
  // A transparent PNG is printed on white paper, not on the canvas's transparent black.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

/** Reads the picture's pixels; null when there is no code of the wanted kinds in it. */
export async function decodePicture(
  picture: ImageData,
  wants: { wantsQr: boolean; wantsBarcode: boolean },
): Promise<Scan | null> {
  const results = await readBarcodes(picture, {
    formats: [
      ...(wants.wantsQr ? ['AllMatrix' as const] : []),
      ...(wants.wantsBarcode ? ['AllLinear' as const] : []),
    ],
    tryHarder: true,
    maxNumberOfSymbols: 4,
    textMode: 'Plain',
  });
  const scans = results.filter((result) => result.isValid && result.text !== '').map(toScan);
  return scans.find((scan) => scan.scanType === 'qrcode') ?? scans[0] ?? null;
}

function toScan(result: ReadResult): Scan {
  const isMatrix = ['QRCode', 'DataMatrix', 'Aztec', 'MaxiCode', 'PDF417'].includes(
    result.symbology,
  );
  if (isMatrix) return { scanType: 'qrcode', result: result.text };
  const name = barcodeNames[result.format] ?? result.format.toUpperCase();
  return { scanType: 'barcode', result: `${name},${result.text}` };
}
