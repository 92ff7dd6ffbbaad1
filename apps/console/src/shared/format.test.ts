import { expect, test } from 'vitest';
import {
  formatBytes,
  formatMoment,
  formatNumber,
  formatPoints,
  formatSeconds,
  parseWholeNumber,
} from './format.ts';

test('numbers carry thousands separators and points their sign', () => {
  expect(formatNumber(1234567)).toBe('1,234,567');
  expect(formatPoints(10)).toBe('+10');
  expect(formatPoints(-3000)).toBe('−3,000');
});

test('a moment is shown in local time as YYYY-MM-DD HH:mm:ss', () => {
  const local = new Date(2026, 0, 2, 3, 4, 5);
  expect(formatMoment(local.toISOString())).toBe('2026-01-02 03:04:05');
});

test('no moment and nonsense are a dash, never "Invalid Date"', () => {
  expect(formatMoment(null)).toBe('—');
  expect(formatMoment('yesterday')).toBe('—');
});

test('bytes and durations are sized for people', () => {
  expect(formatBytes(0)).toBe('0 B');
  expect(formatBytes(12_595)).toBe('12.3 KB');
  expect(formatSeconds(75)).toBe('1:15');
  expect(formatSeconds(3700)).toBe('1:01:40');
});

test('a typed number may have separators and full-width digits, but must be whole', () => {
  expect(parseWholeNumber('1,000,000')).toBe(1_000_000);
  expect(parseWholeNumber('１０')).toBe(10);
  expect(parseWholeNumber('1.5')).toBeNull();
  expect(parseWholeNumber('-3')).toBeNull();
  expect(parseWholeNumber('')).toBeNull();
});
