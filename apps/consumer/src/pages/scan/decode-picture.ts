import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { pickCode } from './code-text.ts';

/** Sides (px) a picture is tried at: small codes need the pixels, blurred ones gain from losing them. */
const pictureSidesPx = [1600, 3200, 800];

const retailFormats = ['EAN13', 'EAN8', 'UPCA', 'Code128'] as const;
const wechatNames: Partial<Record<string, string>> = {
  EAN13: 'EAN_13',
  EAN8: 'EAN_8',
  UPCA: 'UPC_A',
  Code128: 'CODE_128',
};

/** The wasm file comes from our own site; by default the library would fetch it from a CDN. */
export async function loadDecoder(): Promise<void> {
  await prepareZXingModule({
    overrides: { locateFile: () => wasmUrl },
    fireImmediately: true,
  });
}

/** The QR code in a frame of the camera, if any. Retail barcodes beside it are ignored. */
export async function decodeFrame(frame: ImageData): Promise<string | undefined> {
  const found = await readBarcodes(frame, { formats: ['QRCode'], maxNumberOfSymbols: 3 });
  return pickCode(found.map((result) => result.text));
}

/**
 * The QR code in a picture; else a retail barcode as WeChat words it (`EAN_13,6911…`), so that the
 * answer can say which code to scan; else undefined. Throws when the file is not a picture.
 */
export async function decodePicture(file: Blob): Promise<string | undefined> {
  const picture = await createImageBitmap(file);
  try {
    for (const sidePx of pictureSidesPx) {
      const pixels = drawToSide(picture, sidePx);
      const found = await readBarcodes(pixels, {
        formats: ['QRCode', ...retailFormats],
        maxNumberOfSymbols: 8,
        tryHarder: true,
      });
      const qrCodes = found.filter((result) => result.symbology === 'QRCode');
      const barcode = found.find((result) => result.symbology !== 'QRCode');
      const text = pickCode(qrCodes.map((result) => result.text));
      if (text) return text;
      if (barcode) return `${wechatNames[barcode.format] ?? 'BARCODE'},${barcode.text}`;
    }
    return undefined;
  } finally {
    picture.close();
  }
}

function drawToSide(picture: ImageBitmap, sidePx: number): ImageData {
  const scale = Math.min(1, sidePx / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
