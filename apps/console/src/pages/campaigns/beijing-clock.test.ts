import { expect, test } from 'vitest';
import { clockOf, endClockOf, momentOf, sayWindow } from './beijing-clock.ts';

test('S21: times of a campaign are Beijing times, and midnight at its end is the day’s 24:00', () => {
  expect(clockOf('2026-04-30T16:00:00.000Z')).toEqual({ day: '2026-05-01', time: '00:00' });
  expect(endClockOf('2026-05-05T16:00:00.000Z')).toEqual({ day: '2026-05-05', time: '24:00' });
  expect(endClockOf('2026-05-05T16:30:00.000Z')).toEqual({ day: '2026-05-06', time: '00:30' });
  expect(
    sayWindow({ startsAt: '2026-04-30T16:00:00.000Z', endsAt: '2026-05-05T16:00:00.000Z' }),
  ).toBe('2026-05-01 00:00 – 2026-05-05 24:00');
});

test('S21: what is read from a clock is the moment it was written from', () => {
  for (const moment of ['2026-12-31T15:59:00.000Z', '2028-02-28T16:00:00.000Z']) {
    expect(momentOf(clockOf(moment))).toBe(moment);
    expect(momentOf(endClockOf(moment))).toBe(moment);
  }
  expect(momentOf(clockOf('2026-05-01T01:02:03.000Z'))).toBe('2026-05-01T01:02:03.000Z');
});

test('S21: a time is read as people type it, and one that does not exist is not', () => {
  expect(momentOf({ day: '2026-05-05', time: '24:00' })).toBe('2026-05-05T16:00:00.000Z');
  expect(momentOf({ day: '2026-05-05', time: ' ８：３０ ' })).toBe('2026-05-05T00:30:00.000Z');
  for (const time of ['', '24:01', '25:00', '12:60', '12', '12:5', 'noon', '-1:00']) {
    expect(momentOf({ day: '2026-05-05', time })).toBeNull();
  }
  expect(momentOf({ day: '2026-02-30', time: '10:00' })).toBeNull();
  expect(momentOf({ day: '', time: '10:00' })).toBeNull();
});
