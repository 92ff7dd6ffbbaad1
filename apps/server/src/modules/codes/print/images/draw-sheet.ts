import type { SheetFormat } from '@mashang/contract';
import { characterWidth, lineHeight } from './caption.ts';
import type { Caption } from './caption.ts';
import { captionOf } from './fit-sheet.ts';
import type { SheetLayout } from './fit-sheet.ts';
import { darkRuns, quietModules } from './qr-matrix.ts';
import type { QrMatrix } from './qr-matrix.ts';

export const pointsPerMm = 72 / 25.4;

const cutMarkMmMax = 5;
/** Off the label, so that a cut a little aside shows no line. */
const cutMarkOffMm = 0.5;
const cutLinePoints = 0.25;

export interface SheetLabel {
  matrix: QrMatrix;
  groups: string;
  /** On its page, row by row. */
  index: number;
}

/** Draws a label: the code in the middle, its text under it. */
export function drawLabel(
  document: PDFKit.PDFDocument,
  format: SheetFormat,
  layout: SheetLayout,
  { matrix, groups, index }: SheetLabel,
): void {
  const { qrMm } = layout;
  const caption = format.hasText ? captionOf(groups, format.labelWidthMm) : null;
  const column = index % format.columns;
  const row = Math.floor(index / format.columns);
  const left = layout.leftMm + column * layout.stepXMm;
  const heightMm = qrMm + (caption?.height ?? 0);
  const top = layout.topMm + row * layout.stepYMm + (format.labelHeightMm - heightMm) / 2;
  const qrLeft = left + (format.labelWidthMm - qrMm) / 2;
  const quietMm = quietModules * format.moduleMm;
  drawModules(document, matrix, qrLeft + quietMm, top + quietMm, format.moduleMm);
  if (caption !== null) drawCaption(document, caption, left + format.labelWidthMm / 2, top + qrMm);
}

/**
 * All dark modules as one path, so that no reader leaves hair lines between them. Written as PDF
 * operators (ISO 32000-1 §8.5): pdfkit's own calls take twice as long.
 */
function drawModules(
  document: PDFKit.PDFDocument,
  matrix: QrMatrix,
  leftMm: number,
  topMm: number,
  moduleMm: number,
): void {
  const scale = points(moduleMm);
  let operators = `q ${scale} 0 0 ${scale} ${points(leftMm)} ${points(topMm)} cm\n`;
  for (const [x, y, width] of darkRuns(matrix)) operators += `${x} ${y} ${width} 1 re\n`;
  document.addContent(`${operators}f Q`);
}

function drawCaption(
  document: PDFKit.PDFDocument,
  { lines, size }: Caption,
  middleMm: number,
  topMm: number,
): void {
  document.fontSize(size * pointsPerMm);
  for (const [index, line] of lines.entries()) {
    const left = middleMm - (line.length * characterWidth * size) / 2;
    const top = topMm + index * size * lineHeight;
    document.text(line, left * pointsPerMm, top * pointsPerMm, { lineBreak: false });
  }
}

/** Short lines at the edge of the page, in line with every edge of a label. */
export function drawCutMarks(
  document: PDFKit.PDFDocument,
  format: SheetFormat,
  layout: SheetLayout,
): void {
  const { pageWidthMm, pageHeightMm, labelWidthMm, labelHeightMm } = format;
  const { leftMm, topMm, stepXMm, stepYMm } = layout;
  for (const x of edges(leftMm, stepXMm, labelWidthMm, format.columns)) {
    const length = Math.min(cutMarkMmMax, topMm - cutMarkOffMm);
    moveAndLine(document, [x, topMm - cutMarkOffMm], [0, -length]);
    moveAndLine(document, [x, pageHeightMm - topMm + cutMarkOffMm], [0, length]);
  }
  for (const y of edges(topMm, stepYMm, labelHeightMm, format.rows)) {
    const length = Math.min(cutMarkMmMax, leftMm - cutMarkOffMm);
    moveAndLine(document, [leftMm - cutMarkOffMm, y], [-length, 0]);
    moveAndLine(document, [pageWidthMm - leftMm + cutMarkOffMm, y], [length, 0]);
  }
  document.lineWidth(cutLinePoints).stroke();
}

function edges(first: number, step: number, length: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index * step).flatMap((begin) => [
    begin,
    begin + length,
  ]);
}

type Point = [x: number, y: number];

function moveAndLine(document: PDFKit.PDFDocument, [x, y]: Point, [toX, toY]: Point): void {
  document.moveTo(x * pointsPerMm, y * pointsPerMm);
  document.lineTo((x + toX) * pointsPerMm, (y + toY) * pointsPerMm);
}

function points(lengthMm: number): string {
  return (lengthMm * pointsPerMm).toFixed(4);
}
