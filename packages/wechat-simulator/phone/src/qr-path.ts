import { create } from 'qrcode';

interface QrDrawing {
  /** Modules on a side, quiet zone of four on each side included. */
  size: number;
  /** SVG path of the dark modules, one unit a module. */
  path: string;
}

const quietModules = 4;

/** The printed QR of a bottle: level M, as the print files are made. */
export function drawQr(text: string): QrDrawing {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (!modules.get(row, column)) continue;
      path += `M${column + quietModules} ${row + quietModules}h1v1h-1z`;
    }
  }
  return { size: modules.size + 2 * quietModules, path };
}
