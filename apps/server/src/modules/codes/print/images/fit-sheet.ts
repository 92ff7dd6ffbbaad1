import type { SheetFormat } from '@mashang/contract';
import { fitCaption } from './caption.ts';
import type { Caption } from './caption.ts';
import { quietModules } from './qr-matrix.ts';

/** Where things stand on a sheet; lengths in millimetres from its upper left corner. */
export interface SheetLayout {
  labelsPerPage: number;
  /** Of the first label. */
  leftMm: number;
  topMm: number;
  /** From one label to the next. */
  stepXMm: number;
  stepYMm: number;
  /** A side of the QR code with its quiet zone. */
  qrMm: number;
  /** In millimetres; null without text. */
  caption: Caption | null;
}

/** Capitals of 1 mm: the smallest that are read without a lens. */
const letterMmMin = 1.4;
const letterMmGood = 2;
const letterMmMax = 2.5;
/** Letters keep off the cut. */
const textMarginMm = 0.5;
/** Room at the edge of the page without which a cut mark cannot be seen. */
const cutMarkMmMin = 2;
/** Lengths come from people and from divisions: a thousandth is nothing. */
const toleranceMm = 0.001;

/** The arrangement of labels on the page, or of what does not fit. `groups`: the text of a code. */
export function layoutSheet(format: SheetFormat, modules: number, groups: string): SheetLayout {
  const { columns, rows, labelWidthMm, labelHeightMm, gapMm } = format;
  const [stepXMm, stepYMm] = [labelWidthMm + gapMm, labelHeightMm + gapMm];
  return {
    labelsPerPage: columns * rows,
    leftMm: (format.pageWidthMm - (columns * stepXMm - gapMm)) / 2,
    topMm: (format.pageHeightMm - (rows * stepYMm - gapMm)) / 2,
    stepXMm,
    stepYMm,
    qrMm: (modules + 2 * quietModules) * format.moduleMm,
    caption: format.hasText ? captionOf(groups, labelWidthMm) : null,
  };
}

/** The text of a code as it stands under it, in millimetres. */
export function captionOf(groups: string, labelWidthMm: number): Caption {
  const width = Math.max(labelWidthMm - 2 * textMarginMm, 1);
  return fitCaption(groups, { width, sizeGood: letterMmGood, sizeMax: letterMmMax });
}

/**
 * Why labels cannot be printed like this, in words; nothing when they can.
 *
 * @param modules a side of the QR code without its quiet zone
 * @param groups the text under a code; any of the same length
 */
export function fitSheet(format: SheetFormat, modules: number, groups: string): string[] {
  const layout = layoutSheet(format, modules, groups);
  return [
    ...gridProblems(format, layout),
    ...labelProblems(format, layout),
    ...cutMarkProblems(format, layout),
  ];
}

function gridProblems(format: SheetFormat, { leftMm, topMm }: SheetLayout): string[] {
  const problems: string[] = [];
  if (leftMm < -toleranceMm) {
    const needed = format.pageWidthMm - 2 * leftMm;
    problems.push(
      `${format.columns} 列标签连间隙共宽 ${mm(needed)}，超过纸宽 ${mm(format.pageWidthMm)}`,
    );
  }
  if (topMm < -toleranceMm) {
    const needed = format.pageHeightMm - 2 * topMm;
    problems.push(
      `${format.rows} 行标签连间隙共高 ${mm(needed)}，超过纸高 ${mm(format.pageHeightMm)}`,
    );
  }
  return problems;
}

function labelProblems(format: SheetFormat, { qrMm, caption }: SheetLayout): string[] {
  const { labelWidthMm, labelHeightMm } = format;
  const heightMm = qrMm + (caption?.height ?? 0);
  const problems: string[] = [];
  if (qrMm > labelWidthMm + toleranceMm) {
    problems.push(`二维码连空白边宽 ${mm(qrMm)}，标签只有 ${mm(labelWidthMm)} 宽`);
  }
  if (heightMm > labelHeightMm + toleranceMm) {
    const what = caption === null ? '二维码连空白边' : '二维码连空白边和码下文字';
    problems.push(`${what}高 ${mm(heightMm)}，标签只有 ${mm(labelHeightMm)} 高`);
  }
  if (caption !== null && caption.size < letterMmMin) {
    problems.push(`标签太窄，码下文字会小得看不清，请加宽标签或去掉文字`);
  }
  return problems;
}

function cutMarkProblems(format: SheetFormat, { leftMm, topMm }: SheetLayout): string[] {
  if (!format.hasCutMarks || Math.min(leftMm, topMm) >= cutMarkMmMin - toleranceMm) return [];
  return [`裁切标记需要纸边至少留 ${mm(cutMarkMmMin)}，请减少行列或去掉裁切标记`];
}

/** Rounded up: what is said to be needed is enough. */
function mm(length: number): string {
  return `${Math.ceil(length * 10 - toleranceMm) / 10} mm`;
}
