import { expect, test } from 'vitest';
import { readExpiry } from './expiry.ts';

const now = new Date('2026-11-23T03:00:00.000Z');

test('B11: a blacklist entry ends after a day, a week, a month, never, or at a chosen moment', () => {
  expect(readExpiry('day', null, now)).toBe('2026-11-24T03:00:00.000Z');
  expect(readExpiry('week', null, now)).toBe('2026-11-30T03:00:00.000Z');
  expect(readExpiry('month', null, now)).toBe('2026-12-23T03:00:00.000Z');
  expect(readExpiry('forever', null, now)).toBeNull();
  const chosen = new Date('2026-12-01T00:00:00.000Z');
  expect(readExpiry('custom', chosen, now)).toBe(chosen.toISOString());
});

test('B11: a moment that is past or missing ends nothing', () => {
  expect(readExpiry('custom', null, now)).toBeUndefined();
  expect(readExpiry('custom', now, now)).toBeUndefined();
});
