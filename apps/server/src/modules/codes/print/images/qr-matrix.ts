import { create } from 'qrcode';
import type { QRCodeSegment } from 'qrcode';

/** A QR code without its quiet zone. */
export interface QrMatrix {
  /** ISO/IEC 18004 version, 1 to 40. */
  version: number;
  /** Modules a side. */
  modules: number;
  /** Row by row, 1 is dark. */
  dark: Uint8Array;
}

/** ISO/IEC 18004 §9.1: clear modules on every side. */
export const quietModules = 4;

/** Repairs 15 % of a symbol: enough for a scratched label, and what codes.md §3 counts with. */
export const errorCorrectionLevel = 'M';

/** All that the alphanumeric mode knows (ISO/IEC 18004 table 5), to the end of the text. */
const alphanumericEnd = /[0-9A-Z $%*+\-./:]*$/;

/**
 * The QR code of a URL, error correction M, in the smallest version that holds it. The end of the
 * URL that knows no lower case letter takes 5½ bits a character instead of 8.
 */
export function qrMatrix(url: string): QrMatrix {
  const { version, modules } = create(segmentsOf(url), { errorCorrectionLevel });
  return { version, modules: modules.size, dark: modules.data };
}

function segmentsOf(url: string): QRCodeSegment[] {
  const alphanumeric = alphanumericEnd.exec(url)?.[0] ?? '';
  const bytes = url.slice(0, url.length - alphanumeric.length);
  const segments: QRCodeSegment[] = [];
  if (bytes !== '') segments.push({ mode: 'byte', data: Buffer.from(bytes) });
  if (alphanumeric !== '') segments.push({ mode: 'alphanumeric', data: alphanumeric });
  return segments;
}

/** Dark modules that touch in a row, as rectangles one module high. */
export function* darkRuns({
  modules,
  dark,
}: QrMatrix): Generator<[x: number, y: number, width: number]> {
  for (let y = 0; y < modules; y++) {
    for (let x = 0; x < modules; x++) {
      if (dark[y * modules + x] !== 1) continue;
      const begin = x;
      while (x < modules && dark[y * modules + x] === 1) x++;
      yield [begin, y, x - begin];
    }
  }
}
