import { expect, test } from 'vitest';
import { changePercent, comparisonOf, formatPercent, sortRows } from './figures.ts';

const row = (key: string, points: number, before: number) => ({
  key,
  label: key,
  claims: 1,
  points,
  previous: { claims: 2, points: before },
  cells: [],
});

test('S15: a change is told in percent of the period before, and not where nothing was', () => {
  expect(changePercent(120, 100)).toBe(20);
  expect(changePercent(5, 0)).toBeNull();
  expect([12.34, 1.25, -3, 0, 1234].map(formatPercent)).toEqual([
    '+12%',
    '+1.3%',
    '−3%',
    '0%',
    '+1,234%',
  ]);
});

test('S15: a running day is compared with the one before only as far as it has come', () => {
  const rows = [row('2026-11-22T16:00:00.000Z', 5, 7), row('2026-11-22T17:00:00.000Z', 0, 9)];
  const answer = { rows, previousTotal: { claims: 4, points: 16 } };
  const at = (time: string) => comparisonOf(answer, 'hour', new Date(`2026-11-22T${time}:00Z`));
  expect(at('16:20')).toEqual({ claims: 2, points: 7, isSoFar: true });
  expect(at('17:00')).toEqual({ claims: 4, points: 16, isSoFar: false });
  expect(comparisonOf({ rows, previousTotal: null }, 'hour', new Date())).toBeNull();
});

test('S15: rows sort by any column, what is new above every growth', () => {
  const rows = [row('b', 10, 5), row('a', 3, 0), row('c', 1, 2)];
  const keys = (key: 'change' | 'label' | 'points' | 'order', isDescending: boolean) =>
    sortRows(rows, { key, isDescending }, 'points')
      .map((one) => one.key)
      .join('');
  expect(keys('change', true)).toBe('abc');
  expect(keys('label', false)).toBe('abc');
  expect(keys('points', true)).toBe('bac');
  expect(keys('order', false)).toBe('bac');
});
