import { chartColors, shortNumber } from '../../shared/chart-option.ts';
import type { ChartOption } from '../../shared/chart-option.ts';
import { formatNumber } from '../../shared/format.ts';
import type { Language } from '../../shared/texts.ts';

/** Drawn on the canvas, so that a product's name is never read as HTML. */
export function tooltip(trigger: 'axis' | 'item'): ChartOption['tooltip'] {
  return {
    trigger,
    renderMode: 'richText',
    confine: true,
    axisPointer: { type: 'shadow', shadowStyle: { color: 'rgb(15 118 110 / 6%)' } },
    valueFormatter: (value) => (typeof value === 'number' ? formatNumber(value) : '—'),
  };
}

export function valueAxis(language: Language) {
  return {
    type: 'value' as const,
    minInterval: 1,
    axisLabel: {
      color: chartColors.text,
      formatter: (value: number) => shortNumber(value, language),
    },
    splitLine: { lineStyle: { color: chartColors.line } },
  };
}

export function categoryAxis(labels: string[], isReversed = false) {
  return {
    type: 'category' as const,
    data: labels,
    inverse: isReversed,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: chartColors.line } },
    axisLabel: { color: chartColors.text, hideOverlap: true },
  };
}

export const grid = { left: 8, right: 24, top: 44, bottom: 8, containLabel: true };

export const legend = { type: 'scroll' as const, top: 4, left: 8, itemHeight: 10 };

/** A name that would take the room of the bars, cut. */
export function cut(text: string, charactersMax = 14): string {
  const characters = [...text];
  if (characters.length <= charactersMax) return text;
  return `${characters.slice(0, charactersMax - 1).join('')}…`;
}
