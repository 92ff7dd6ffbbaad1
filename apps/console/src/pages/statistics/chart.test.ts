import { expect, test } from 'vitest';
import { chartOf } from './chart.ts';
import type { ChartInput, Statistics } from './chart.ts';

const words = { now: '本期', before: '上期', others: '其他' };
const now = new Date('2026-11-22T12:00:00.000Z');

function statistics(keys: string[], columns: string[] = []): Statistics {
  const rows = keys.map((key, index) => ({
    key,
    label: key,
    claims: index,
    points: 10 * (index + 1),
    previous: { claims: 1, points: index },
    cells: columns.map((_column, column) => ({ claims: 1, points: column + 1 })),
  }));
  return {
    rows,
    columns: columns.map((key) => ({ key, label: key })),
    total: { claims: 1, points: 1 },
    previousTotal: { claims: 1, points: 1 },
    rowsLeftOut: 0,
  };
}

function draw(changes: Partial<ChartInput>) {
  const input = { by: 'day', across: undefined, measure: 'points', language: 'zh', words, now };
  return chartOf({ statistics: statistics([]), ...input, ...changes } as ChartInput);
}

const days = ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'].map(
  (day) => `${day}T00:00:00.000Z`,
);
const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);
const seriesOf = (option: object) =>
  (option as { series: { type: string; name: string; data: unknown[]; stack?: string }[] }).series;

test('S15: time is a line that ends now, with the period before dashed', () => {
  const series = seriesOf(draw({ statistics: statistics(days) }).option);
  expect(series.map(({ name }) => name)).toEqual(['本期', '上期']);
  expect(series[0]).toMatchObject({ type: 'line', data: [10, 20, 30, null] });
  expect(series[1]).toMatchObject({ lineStyle: { type: 'dashed' }, data: [0, 1, 2, 3] });
});

test('S15: regions, products and members are bars, the largest twenty first', () => {
  const { option, leftOut } = draw({ by: 'province', statistics: statistics(names(25)) });
  const [bars] = seriesOf(option);
  expect(bars?.type).toBe('bar');
  expect(bars?.data.slice(0, 2)).toEqual([250, 240]);
  expect(bars?.data).toHaveLength(20);
  expect(leftOut).toBe(5);
});

test('S15: time crossed is stacked, the small ones together, and adds up to the row', () => {
  const { option } = draw({ across: 'product', statistics: statistics(days, names(12)) });
  const series = seriesOf(option);
  expect(series).toHaveLength(9);
  expect(series.at(-1)?.name).toBe('其他');
  const first = series.reduce((total, { data }) => total + Number(data[0]), 0);
  expect(first).toBe(10);
});

test('S15: time lies along the bottom, whichever way it was crossed', () => {
  const { option } = draw({
    by: 'product',
    across: 'day',
    statistics: statistics(['soy', 'vinegar'], days),
  });
  expect(seriesOf(option).map(({ name, data }) => [name, data.length])).toEqual([
    ['soy', 4],
    ['vinegar', 4],
  ]);
});

test('S15: two kinds of things are a heat map', () => {
  const { option } = draw({
    by: 'province',
    across: 'product',
    statistics: statistics(names(3), names(2)),
  });
  expect(seriesOf(option)[0]).toMatchObject({ type: 'heatmap' });
  expect(seriesOf(option)[0]?.data).toHaveLength(6);
});
