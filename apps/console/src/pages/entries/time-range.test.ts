import { expect, test } from 'vitest';
import { resolveTimeRange } from './time-range.ts';

const now = new Date(2026, 2, 1, 15, 30);
const local = (month: number, day: number) => new Date(2026, month - 1, day).toISOString();

test('today begins at local midnight and has no end', () => {
  expect(resolveTimeRange('today', now)).toEqual({ from: local(3, 1) });
});

test('yesterday ends where today begins, across a month', () => {
  expect(resolveTimeRange('yesterday', now)).toEqual({ from: local(2, 28), to: local(3, 1) });
});

test('seven and thirty days count today', () => {
  expect(resolveTimeRange('week', now)).toEqual({ from: local(2, 23) });
  expect(resolveTimeRange('month', now)).toEqual({ from: local(1, 31) });
});

test('a custom range may be open on either side', () => {
  expect(resolveTimeRange('custom', now, { from: local(1, 1) })).toEqual({ from: local(1, 1) });
  expect(resolveTimeRange('custom', now)).toEqual({});
  expect(resolveTimeRange('all', now, { from: local(1, 1) })).toEqual({});
});
