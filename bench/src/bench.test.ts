import { expect, test } from 'vitest';
import { formatJson, formatRow, measureRates, median, meetsTarget } from './bench.ts';
import type { BenchResult } from './bench.ts';

const RESULT: BenchResult = {
  name: 'sample/speed',
  value: 700,
  unit: 'codes/s',
  reference: 2,
  ratio: 350,
  target: { of: 'ratio', bound: 'atLeast', limit: 300 },
};

test('the JSON form is one line with exactly the five promised fields', () => {
  const line = formatJson(RESULT);
  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toEqual({
    name: 'sample/speed',
    value: 700,
    unit: 'codes/s',
    reference: 2,
    ratio: 350,
  });
});

test('the table says whether the target was met', () => {
  expect(formatRow(RESULT)).toMatch(/ratio ≥ 300 met$/);
  expect(formatRow({ ...RESULT, ratio: 299 })).toMatch(/MISSED$/);
  const target = { of: 'value', bound: 'atMost', limit: 15 } as const;
  expect(meetsTarget({ ...RESULT, target, value: 15 })).toBe(true);
  expect(meetsTarget({ ...RESULT, target, value: 15.1 })).toBe(false);
});

test('a median is not moved by outliers', () => {
  expect(median([3, 1, 1_000_000])).toBe(3);
  expect(median([5])).toBe(5);
  expect(() => median([])).toThrow(RangeError);
});

test('subjects take turns, one warm-up round first', async () => {
  const turns: string[] = [];
  const subject = (name: string) => () => turns.push(name);
  const rates = await measureRates({ a: subject('a'), b: subject('b') }, 2);
  expect(turns.join('')).toBe('ababab');
  expect(rates.a).toBeGreaterThan(0);
});
