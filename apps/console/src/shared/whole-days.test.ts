import { expect, test } from 'vitest';
import { dayAfter, dayBefore } from './whole-days.ts';

test('the day after the last of a month is the first of the next', () => {
  expect(dayAfter(new Date(2026, 1, 28))).toEqual(new Date(2026, 2, 1));
  expect(dayBefore(new Date(2027, 0, 1))).toEqual(new Date(2026, 11, 31));
});

test('a range read back shows the days that were chosen', () => {
  const last = new Date(2026, 10, 22);
  expect(dayBefore(dayAfter(last))).toEqual(last);
});
