import type { StatisticsDimension } from '@mashang/contract';
import { chartColors } from '../../shared/chart-option.ts';
import { formatNumber } from '../../shared/format.ts';
import type { Chart, ChartInput } from './chart.ts';
import { shortTime } from './chart.ts';
import { categoryAxis, cut, grid, legend, tooltip, valueAxis } from './chart-parts.ts';
import { isTime } from './question.ts';

const stackedMax = 8;
const squaresMax = 20;

/** Two dimensions: stacked bars over time, or a heat map where neither is time. */
export function crossedChart(input: ChartInput, across: StatisticsDimension): Chart {
  if (isTime(input.by)) return stackedChart(input, across);
  return isTime(across) ? stackedChart(turn(input, across), input.by) : heatMap(input);
}

/** Rows become columns, so that time always lies along the bottom. */
function turn(input: ChartInput, across: StatisticsDimension): ChartInput {
  const { rows, columns } = input.statistics;
  const turned = columns.map((column, index) => {
    const cells = rows.map(({ cells }) => cells[index] ?? { claims: 0, points: 0 });
    return { ...column, ...sum(cells), previous: null, cells };
  });
  const statistics = {
    ...input.statistics,
    rows: turned,
    columns: rows.map(({ key, label }) => ({ key, label })),
  };
  return { ...input, statistics, by: across, across: input.by };
}

function stackedChart(input: ChartInput, across: StatisticsDimension): Chart {
  const { statistics, by, measure, language, words } = input;
  const { rows, columns } = statistics;
  const order = columns
    .map((column, index) => ({
      ...column,
      index,
      size: sum(rows.map(({ cells }) => cells[index] ?? { claims: 0, points: 0 }))[measure],
    }))
    .toSorted((one, other) => other.size - one.size);
  const shown = order.slice(0, stackedMax);
  const isCut = order.length > shown.length || statistics.rowsLeftOut > 0;
  const valuesOf = (index: number) => rows.map(({ cells }) => cells[index]?.[measure] ?? 0);
  const series = shown.map(({ label, index }) => ({ name: cut(label), data: valuesOf(index) }));
  if (isCut) {
    const rest = rows.map((row) => {
      const known = shown.reduce(
        (total, { index }) => total + (row.cells[index]?.[measure] ?? 0),
        0,
      );
      return row[measure] - known;
    });
    series.push({ name: words.others, data: rest });
  }
  return {
    option: {
      animation: false,
      color: chartColors.series,
      grid,
      legend,
      tooltip: tooltip('axis'),
      xAxis: categoryAxis(rows.map(({ label }) => shortTime(by, label, rows.length))),
      yAxis: valueAxis(language),
      series: series.map((one) => ({ ...one, type: 'bar', stack: across, barMaxWidth: 42 })),
    },
    heightPixels: 340,
    leftOut: 0,
  };
}

function heatMap({ statistics, measure }: ChartInput): Chart {
  const rows = statistics.rows.slice(0, squaresMax);
  const columns = statistics.columns.slice(0, squaresMax);
  const squares = rows.flatMap((row, y) =>
    columns.map((_column, x): [number, number, number] => [x, y, row.cells[x]?.[measure] ?? 0]),
  );
  const most = Math.max(1, ...squares.map(([, , value]) => value));
  const leftOut = statistics.rows.length - rows.length + statistics.columns.length - columns.length;
  return {
    option: {
      animation: false,
      grid: { ...grid, top: 12, bottom: 48 },
      tooltip: tooltip('item'),
      xAxis: categoryAxis(columns.map(({ label }) => cut(label, 10))),
      yAxis: categoryAxis(
        rows.map(({ label }) => cut(label)),
        true,
      ),
      visualMap: {
        min: 0,
        max: most,
        calculable: true,
        orient: 'horizontal',
        left: 'center',
        bottom: 0,
        formatter: (value) => formatNumber(Number(value)),
        inRange: { color: ['#eef7f5', '#7cc4bb', '#0f766e', '#083f3b'] },
      },
      series: [{ type: 'heatmap', data: squares, itemStyle: { borderColor: '#fff' } }],
    },
    heightPixels: 110 + Math.max(rows.length, 3) * 28,
    leftOut: leftOut + statistics.rowsLeftOut,
  };
}

function sum(cells: readonly { claims: number; points: number }[]) {
  return cells.reduce(
    (total, cell) => ({
      claims: total.claims + cell.claims,
      points: total.points + cell.points,
    }),
    { claims: 0, points: 0 },
  );
}
