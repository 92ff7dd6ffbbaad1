import { expect, test } from 'vitest';
import { beijingDay, beijingMinute, startOfBeijingDay, systemClock } from './clock.ts';

test.each([
  ['2026-11-21T15:59:59.999Z', '2026-11-21'],
  ['2026-11-21T16:00:00.000Z', '2026-11-22'],
  ['2026-12-31T16:00:00.000Z', '2027-01-01'],
  ['2028-02-28T16:00:00.000Z', '2028-02-29'],
])('%s is the Beijing day %s', (moment, day) => {
  expect(beijingDay(new Date(moment))).toBe(day);
  expect(startOfBeijingDay(day).getTime()).toBeLessThanOrEqual(Date.parse(moment));
});

test('a Beijing day begins at its midnight, eight hours before that of UTC', () => {
  expect(startOfBeijingDay('2026-11-22').toISOString()).toBe('2026-11-21T16:00:00.000Z');
});

test('sentences show the Beijing wall clock to the minute', () => {
  expect(beijingMinute(new Date('2026-11-22T00:05:59Z'))).toBe('2026-11-22 08:05');
  expect(beijingMinute(new Date('2026-12-31T16:00:00Z'))).toBe('2027-01-01 00:00');
});

test('the system clock is the system’s', () => {
  expect(Math.abs(systemClock.now().getTime() - Date.now())).toBeLessThan(1000);
});
