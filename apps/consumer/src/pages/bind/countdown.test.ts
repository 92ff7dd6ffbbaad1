import { describe, expect, test } from 'vitest';
import { formatCountdown, parseCountdown, secondsLeft } from './countdown.ts';

const countdown = { startedAtMs: 1_000_000, seconds: 60 };

describe('the wait before another SMS', () => {
  test('S3: counts from sixty to nought', () => {
    expect(secondsLeft(countdown, 1_000_000)).toBe(60);
    expect(secondsLeft(countdown, 1_000_500)).toBe(60);
    expect(secondsLeft(countdown, 1_059_001)).toBe(1);
    expect(secondsLeft(countdown, 1_060_000)).toBe(0);
    expect(secondsLeft(countdown, 9_000_000)).toBe(0);
    expect(secondsLeft(null, 9_000_000)).toBe(0);
  });

  test('a clock set back never makes it longer', () => {
    expect(secondsLeft(countdown, 0)).toBe(60);
  });

  test('survives being stored', () => {
    expect(parseCountdown(formatCountdown(countdown))).toEqual(countdown);
  });

  test('a damaged store is no countdown', () => {
    for (const text of [null, '', 'x', '1/2/3', '-1/60', '1/99999', 'NaN/60']) {
      expect(parseCountdown(text)).toBeNull();
    }
  });
});
