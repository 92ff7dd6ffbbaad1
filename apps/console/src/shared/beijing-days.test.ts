import { expect, test } from 'vitest';
import { beijingDay, readDay, shiftDay, shiftMonth, startOfBeijingDay } from './beijing-days.ts';

test('S15: a day begins at midnight in Beijing, wherever the browser is', () => {
  expect(beijingDay(new Date('2026-11-22T15:59:59.999Z'))).toBe('2026-11-22');
  expect(beijingDay(new Date('2026-11-22T16:00:00.000Z'))).toBe('2026-11-23');
  expect(startOfBeijingDay('2026-11-23').toISOString()).toBe('2026-11-22T16:00:00.000Z');
});

test('S15: days and months are shifted by the calendar', () => {
  expect(shiftDay('2026-03-01', -1)).toBe('2026-02-28');
  expect(shiftMonth('2026-01-31', -1)).toBe('2025-12-01');
  expect(shiftMonth('2026-12-05', 1)).toBe('2027-01-01');
});

test('S15: days that do not exist are not read', () => {
  expect(readDay('2026-02-28')).toBe('2026-02-28');
  for (const text of ['2026-02-30', '2026-13-01', '26-1-1', '', 'today']) {
    expect(readDay(text)).toBeUndefined();
  }
});
