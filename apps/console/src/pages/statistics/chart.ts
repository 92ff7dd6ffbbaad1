import type { ReplyOf, StatisticsDimension } from '@mashang/contract';
import { chartColors } from '../../shared/chart-option.ts';
import type { ChartOption } from '../../shared/chart-option.ts';
import type { Language } from '../../shared/texts.ts';
import { categoryAxis, cut, grid, legend, tooltip, valueAxis } from './chart-parts.ts';
import { crossedChart } from './crossed-chart.ts';
import { isTime } from './question.ts';
import type { Measure } from './question.ts';

export type Statistics = ReplyOf<'GET /api/hq/statistics'>;

export interface ChartInput {
  statistics: Statistics;
  by: StatisticsDimension;
  across: StatisticsDimension | undefined;
  measure: Measure;
  language: Language;
  words: { now: string; before: string; others: string };
  /** Steps of time after this moment have not come yet; their line ends. */
  now: Date;
}

export interface Chart {
  option: ChartOption;
  heightPixels: number;
  /** Rows or columns there was no room for; the table has them. */
  leftOut: number;
}

const barsMax = 20;

/** The chart that fits the question. */
export function chartOf(input: ChartInput): Chart {
  if (input.across) return crossedChart(input, input.across);
  return isTime(input.by) ? timeChart(input) : barChart(input);
}

function timeChart({ statistics, by, measure, language, words, now }: ChartInput): Chart {
  const { rows } = statistics;
  const isBar = rows.length < 3 || by === 'week' || by === 'month';
  const values = rows.map((row) => (Date.parse(row.key) > now.getTime() ? null : row[measure]));
  const before = rows.map(({ previous }) => previous?.[measure] ?? 0);
  const line = { type: 'line' as const, showSymbol: rows.length < 32, smooth: 0.2, symbolSize: 6 };
  const bar = { type: 'bar' as const, barMaxWidth: 42 };
  const option: ChartOption = {
    animation: false,
    color: [chartColors.main, chartColors.before],
    grid,
    legend,
    tooltip: tooltip('axis'),
    xAxis: categoryAxis(rows.map(({ label }) => shortTime(by, label, rows.length))),
    yAxis: valueAxis(language),
    series: [
      isBar
        ? { ...bar, name: words.now, data: values }
        : { ...line, name: words.now, data: values, areaStyle: { opacity: 0.12 } },
      ...(statistics.previousTotal
        ? [
            isBar
              ? { ...bar, name: words.before, data: before, itemStyle: dashedBar }
              : {
                  ...line,
                  name: words.before,
                  data: before,
                  showSymbol: false,
                  lineStyle: { type: 'dashed' as const, width: 1.5 },
                },
          ]
        : []),
    ],
  };
  return { option, heightPixels: 320, leftOut: 0 };
}

const dashedBar = {
  color: 'rgb(154 168 163 / 25%)',
  borderColor: chartColors.before,
  borderType: 'dashed' as const,
};

function barChart({ statistics, measure, language, words }: ChartInput): Chart {
  const rows = topRows(statistics.rows, measure, barsMax);
  const hasBefore = statistics.previousTotal !== null;
  const bar = { type: 'bar' as const, barMaxWidth: 18 };
  const option: ChartOption = {
    animation: false,
    color: [chartColors.main, chartColors.before],
    grid,
    legend,
    tooltip: tooltip('axis'),
    xAxis: valueAxis(language),
    yAxis: categoryAxis(
      rows.map(({ label }) => cut(label)),
      true,
    ),
    series: [
      { ...bar, name: words.now, data: rows.map((row) => row[measure]) },
      ...(hasBefore
        ? [
            {
              ...bar,
              name: words.before,
              data: rows.map(({ previous }) => previous?.[measure] ?? 0),
              itemStyle: dashedBar,
            },
          ]
        : []),
    ],
  };
  const heightPixels = 80 + Math.max(rows.length, 2) * (hasBefore ? 36 : 26);
  const leftOut = statistics.rows.length - rows.length + statistics.rowsLeftOut;
  return { option, heightPixels, leftOut };
}

/** The largest rows by a measure, largest first. */
export function topRows<Row extends Record<Measure, number>>(
  rows: readonly Row[],
  measure: Measure,
  rowsMax: number,
): Row[] {
  return rows.toSorted((one, other) => other[measure] - one[measure]).slice(0, rowsMax);
}

/** The year, and within one day the date, are said above the chart already. */
export function shortTime(by: StatisticsDimension, label: string, steps: number): string {
  if (by === 'hour') return steps <= 24 ? label.slice(11) : label.slice(5);
  if (by === 'day') return label.slice(5);
  if (by === 'week') return label.slice(5, 10);
  return label;
}
