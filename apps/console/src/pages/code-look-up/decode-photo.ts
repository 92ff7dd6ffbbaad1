import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { pickText } from './pick-text.ts';

/** Longest sides (px) a photo is tried at: from afar a small code needs every pixel, close by few are steadier. */
const sidesPx = [1600, 4000, 800];

/** The file is no picture this browser can open. */
export class PhotoError extends Error {
  override name = 'PhotoError';
}

/**
 * What the code in a photo says; null when none can be seen. The photo stays in the browser.
 *
 * @throws PhotoError
 */
export async function decodePhoto(file: Blob): Promise<string | null> {
  // The wasm is ours: by default the library would fetch it from elsewhere.
  prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });
  const picture = await createImageBitmap(file).catch(() => {
    throw new PhotoError();
  });
  try {
    for (const sidePx of sidesPx) {
      const found = await readBarcodes(pixelsOf(picture, sidePx), {
        formats: ['QRCode', 'DataMatrix', 'EAN13', 'EAN8', 'UPCA', 'Code128'],
        maxNumberOfSymbols: 12,
        tryHarder: true,
      });
      const text = pickText(found);
      if (text !== null) return text;
    }
    return null;
  } finally {
    picture.close();
  }
}

function pixelsOf(picture: ImageBitmap, sidePx: number): ImageData {
  const scale = Math.min(1, sidePx / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new PhotoError();
  context.drawImage(picture, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
