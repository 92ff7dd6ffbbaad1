import { expect, test } from 'vitest';
import { daysOf, includesNow, periodNames, resolvePeriod } from './period.ts';

/** 00:30 on Monday 23 November in Beijing; in London it is still Sunday. */
const now = new Date('2026-11-22T16:30:00.000Z');

test('S15: quick periods are whole Beijing days', () => {
  const days = Object.fromEntries(
    periodNames.map((name) => [name, daysOf(resolvePeriod(name, now)).join(' ')]),
  );
  expect(days).toEqual({
    today: '2026-11-23 2026-11-23',
    yesterday: '2026-11-22 2026-11-22',
    last7: '2026-11-17 2026-11-23',
    last30: '2026-10-25 2026-11-23',
    thisMonth: '2026-11-01 2026-11-23',
    lastMonth: '2026-10-01 2026-10-31',
    custom: '2026-11-17 2026-11-23',
  });
});

test('S15: the end of a period is the midnight after its last day', () => {
  const { from, to } = resolvePeriod('today', now);
  expect(from.toISOString()).toBe('2026-11-22T16:00:00.000Z');
  expect(to.toISOString()).toBe('2026-11-23T16:00:00.000Z');
});

test('S15: days chosen the wrong way round are turned', () => {
  const period = resolvePeriod('custom', now, { firstDay: '2026-11-20', lastDay: '2026-11-02' });
  expect(daysOf(period)).toEqual(['2026-11-02', '2026-11-20']);
});

test('S15: only a period that is still running moves', () => {
  expect(includesNow(resolvePeriod('last7', now), now)).toBe(true);
  expect(includesNow(resolvePeriod('yesterday', now), now)).toBe(false);
});
