import { characterWidth, fitCaption, lineHeight } from './caption.ts';
import { darkRuns, quietModules } from './qr-matrix.ts';
import type { QrMatrix } from './qr-matrix.ts';

/**
 * A QR code with its quiet zone as SVG, one unit a module and `moduleMm` wide in print; the dark
 * modules are one path. `caption` stands under it, in groups.
 */
export function svgImage(matrix: QrMatrix, moduleMm: number, caption: string | null): string {
  const side = matrix.modules + 2 * quietModules;
  const text = caption === null ? null : captionText(caption, matrix.modules, side);
  const height = side + (text?.height ?? 0);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${short(side * moduleMm)}mm" ` +
    `height="${short(height * moduleMm)}mm" viewBox="0 0 ${side} ${short(height)}">` +
    `<path fill="#fff" d="M0 0h${side}v${short(height)}H0z"/>` +
    `<path shape-rendering="crispEdges" d="${darkPath(matrix)}"/>${text?.markup ?? ''}</svg>\n`
  );
}

function darkPath(matrix: QrMatrix): string {
  let path = '';
  for (const [x, y, width] of darkRuns(matrix)) {
    const left = x + quietModules;
    path += `M${left} ${y + quietModules}h${width}v1H${left}z`;
  }
  return path;
}

/** `textLength` holds the width whatever typewriter font the reader has. */
function captionText(caption: string, modules: number, side: number) {
  const { lines, size, height } = fitCaption(caption, {
    width: modules + 4,
    sizeGood: 4,
    sizeMax: 6,
  });
  const markup = lines.map((line, index) => {
    const baseline = side + size * (0.8 + index * lineHeight);
    const length = line.length * characterWidth * size;
    return (
      `<text x="${side / 2}" y="${short(baseline)}" textLength="${short(length)}" ` +
      `font-family="Courier New,Courier,monospace" font-weight="bold" ` +
      `font-size="${short(size)}" text-anchor="middle">${line}</text>`
    );
  });
  return { markup: markup.join(''), height };
}

/** At most three decimals: a thousandth of a millimetre. */
function short(value: number): string {
  return String(Math.round(value * 1_000) / 1_000);
}
