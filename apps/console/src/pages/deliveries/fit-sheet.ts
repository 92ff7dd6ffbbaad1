import type { SheetFormat } from '@mashang/contract';

/** How a QR code and its text stand on a label; lengths in millimetres. */
export interface SheetFit {
  leftMm: number;
  topMm: number;
  qrMm: number;
  textMm: number;
  problems: SheetProblem[];
}

export type SheetProblem = 'tooWide' | 'tooHigh' | 'labelTooNarrow' | 'labelTooLow' | 'noRoomToCut';

const quietModules = 4;
const toleranceMm = 0.001;
const cutMarkMmMin = 2;

/**
 * Whether labels fit a page and codes their labels, to be seen while one types. The server has the
 * last word (codes/print/images/fit-sheet.ts) and refuses the same.
 */
export function fitSheet(format: SheetFormat, modules: number, groups: string): SheetFit {
  const { columns, rows, labelWidthMm, labelHeightMm, gapMm } = format;
  const leftMm = (format.pageWidthMm - columns * (labelWidthMm + gapMm) + gapMm) / 2;
  const topMm = (format.pageHeightMm - rows * (labelHeightMm + gapMm) + gapMm) / 2;
  const qrMm = (modules + 2 * quietModules) * format.moduleMm;
  const textMm = format.hasText ? textHeight(groups, labelWidthMm) : 0;
  const problems: SheetProblem[] = [];
  if (leftMm < -toleranceMm) problems.push('tooWide');
  if (topMm < -toleranceMm) problems.push('tooHigh');
  if (qrMm > labelWidthMm + toleranceMm) problems.push('labelTooNarrow');
  if (qrMm + textMm > labelHeightMm + toleranceMm) problems.push('labelTooLow');
  if (format.hasCutMarks && Math.min(leftMm, topMm) < cutMarkMmMin) problems.push('noRoomToCut');
  return { leftMm, topMm, qrMm, textMm, problems };
}

/** One line of at least 2 mm, else two; letters of at most 2.5 mm, 0.6 as wide. */
function textHeight(groups: string, labelWidthMm: number): number {
  const sizeOf = (length: number) => Math.min(2.5, (labelWidthMm - 1) / (0.6 * length));
  const isOneLine = sizeOf(groups.length) >= 2;
  return (isOneLine ? sizeOf(groups.length) : 2 * sizeOf(longerLine(groups))) * 1.15;
}

/** Of two lines, broken where the longer is shortest. */
function longerLine(groups: string): number {
  const breaks = [...groups.matchAll(/ /g)].map(({ index }) => index);
  return Math.min(groups.length, ...breaks.map((at) => Math.max(at, groups.length - at - 1)));
}
