import { crc32, deflateSync } from 'node:zlib';
import { glyphDots, glyphHeight, glyphWidth } from './glyphs.ts';
import { fitCaption } from './caption.ts';
import { darkRuns, quietModules } from './qr-matrix.ts';
import type { QrMatrix } from './qr-matrix.ts';

/** About what a label printer has; modules are then made of whole pixels. */
const dotsPerInch = 600;
const millimetresPerInch = 25.4;
const pixelsPerModuleMin = 4;

/** A picture of one bit a pixel, 1 is white. */
interface Bitmap {
  width: number;
  height: number;
  /** One filter byte, then the pixels of a row. */
  strideBytes: number;
  bytes: Buffer;
}

/**
 * A QR code with its quiet zone as a black and white PNG (W3C PNG, third edition). Every module is
 * a square of whole pixels, at about 600 dpi, and the pHYs chunk says how large a pixel is, so that
 * it is `moduleMm` wide in print. One bit a pixel and nothing to draw but squares: a general
 * renderer takes a hundred times as long.
 */
export function pngImage(matrix: QrMatrix, moduleMm: number, caption: string | null): Buffer {
  const scale = Math.max(
    pixelsPerModuleMin,
    Math.round((moduleMm * dotsPerInch) / millimetresPerInch),
  );
  const side = (matrix.modules + 2 * quietModules) * scale;
  const text = caption === null ? null : captionDots(caption, matrix.modules, scale);
  const bitmap = emptyBitmap(side, side + (text?.height ?? 0));
  for (const [x, y, width] of darkRuns(matrix)) {
    const [left, top] = [(x + quietModules) * scale, (y + quietModules) * scale];
    darken(bitmap, left, top, width * scale, scale);
  }
  if (text !== null) drawCaption(bitmap, text, side);
  return encode(bitmap, Math.round((scale * 1_000) / moduleMm));
}

/** A line is nine dots high: seven, and two to the next. */
const lineDots = glyphHeight + 2;
const characterDots = glyphWidth + 1;

function captionDots(caption: string, modules: number, scale: number) {
  const width = (modules + 4) * scale;
  // Only the lines are taken from it; letters are drawn with dots of whole pixels.
  const { lines } = fitCaption(caption, { width, sizeGood: 4 * scale, sizeMax: 6 * scale });
  const characters = Math.max(...lines.map((line) => line.length));
  const dot = Math.max(1, Math.floor(Math.min(width / (characters * characterDots), scale * 0.8)));
  return { lines, dot, height: lines.length * lineDots * dot };
}

function drawCaption(
  bitmap: Bitmap,
  { lines, dot }: { lines: string[]; dot: number },
  top: number,
): void {
  for (const [index, line] of lines.entries()) {
    const left = Math.floor((bitmap.width - (line.length * characterDots - 1) * dot) / 2);
    for (const [column, symbol] of [...line].entries()) {
      for (const place of glyphDots.get(symbol) ?? []) {
        const x = column * characterDots + (place % glyphWidth);
        const y = index * lineDots + Math.floor(place / glyphWidth);
        darken(bitmap, left + x * dot, top + y * dot, dot, dot);
      }
    }
  }
}

function emptyBitmap(width: number, height: number): Bitmap {
  const strideBytes = 1 + Math.ceil(width / 8);
  const bytes = Buffer.alloc(strideBytes * height, 0xff);
  for (let row = 0; row < height; row++) bytes[row * strideBytes] = 0;
  return { width, height, strideBytes, bytes };
}

function darken(bitmap: Bitmap, left: number, top: number, width: number, height: number): void {
  const { bytes, strideBytes } = bitmap;
  const end = left + width;
  for (let byte = left >> 3; byte <= (end - 1) >> 3; byte++) {
    const before = Math.max(0, left - byte * 8);
    const after = Math.max(0, byte * 8 + 8 - end);
    const white = ~((0xff >> before) & (0xff << after));
    for (let row = top; row < top + height; row++) {
      const at = row * strideBytes + 1 + byte;
      bytes[at] = bytes[at]! & white;
    }
  }
}

/** A window of a hundred rows; zlib's usual 256 KB a picture come faster than they are collected. */
const small = { level: 6, windowBits: 12, memLevel: 5 };

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function encode({ width, height, bytes }: Bitmap, pixelsPerMetre: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1; // bits a pixel; colour type 0 (grey), no interlace
  const size = Buffer.alloc(9, 1); // the last byte: the unit is the metre
  size.writeUInt32BE(pixelsPerMetre, 0);
  size.writeUInt32BE(pixelsPerMetre, 4);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('pHYs', size),
    chunk('IDAT', deflateSync(bytes, small)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const whole = Buffer.alloc(12 + data.length);
  whole.writeUInt32BE(data.length, 0);
  whole.write(kind, 4, 'latin1');
  data.copy(whole, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + data.length)), 8 + data.length);
  return whole;
}
