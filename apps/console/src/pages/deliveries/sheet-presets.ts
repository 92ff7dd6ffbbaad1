import type { SheetFormat } from '@mashang/contract';

type Sheet = Omit<SheetFormat, 'kind' | 'moduleMm' | 'hasText'>;

const sheetOf = (
  [pageWidthMm, pageHeightMm]: [number, number],
  [columns, rows]: [number, number],
  [labelWidthMm, labelHeightMm]: [number, number],
  gapMm: number,
  hasCutMarks: boolean,
): Sheet => ({
  pageWidthMm,
  pageHeightMm,
  columns,
  rows,
  labelWidthMm,
  labelHeightMm,
  gapMm,
  hasCutMarks,
});

const a4: [number, number] = [210, 297];
const a3: [number, number] = [297, 420];

/** Common paper: sheets to be cut, sheets of stickers, and rolls of one label a page. */
export const sheetPresets = {
  a4x60: sheetOf(a4, [6, 10], [30, 25], 2, true),
  a4x40: sheetOf(a4, [4, 10], [48.5, 25.4], 0, false),
  a4x24: sheetOf(a4, [3, 8], [63.5, 33.9], 2, false),
  a3x144: sheetOf(a3, [9, 16], [28, 23], 2, true),
  roll40x30: sheetOf([40, 30], [1, 1], [40, 30], 0, false),
  roll30x20: sheetOf([30, 20], [1, 1], [30, 20], 0, false),
};
export type SheetPreset = keyof typeof sheetPresets;
