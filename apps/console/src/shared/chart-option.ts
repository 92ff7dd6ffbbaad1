import type { BarSeriesOption, HeatmapSeriesOption, LineSeriesOption } from 'echarts/charts';
import type {
  GridComponentOption,
  LegendComponentOption,
  TooltipComponentOption,
  VisualMapComponentOption,
} from 'echarts/components';
import type { ComposeOption } from 'echarts/core';

/** What a chart of ours can be made of. */
export type ChartOption = ComposeOption<
  | BarSeriesOption
  | HeatmapSeriesOption
  | LineSeriesOption
  | GridComponentOption
  | LegendComponentOption
  | TooltipComponentOption
  | VisualMapComponentOption
>;

export const chartColors = {
  main: '#0f766e',
  before: '#9aa8a3',
  text: '#66716c',
  line: '#e4eae7',
  series: [
    '#0f766e',
    '#d97706',
    '#2563eb',
    '#be185d',
    '#65a30d',
    '#7c3aed',
    '#0891b2',
    '#b45309',
    '#9aa8a3',
  ],
};

/** Numbers on an axis: 12,000 → 12k, or 1.2万 in Chinese. */
export function shortNumber(value: number, language: 'zh' | 'en'): string {
  const steps = language === 'zh' ? chineseSteps : englishSteps;
  const step = steps.find(({ from }) => Math.abs(value) >= from);
  if (!step) return String(value);
  return `${Number((value / step.from).toFixed(1))}${step.unit}`;
}

const chineseSteps = [
  { from: 100_000_000, unit: '亿' },
  { from: 10_000, unit: '万' },
];
const englishSteps = [
  { from: 1_000_000_000, unit: 'B' },
  { from: 1_000_000, unit: 'M' },
  { from: 1000, unit: 'k' },
];
