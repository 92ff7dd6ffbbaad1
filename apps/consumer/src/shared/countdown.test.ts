import { describe, expect, test } from 'vitest';
import { formatCountdown, isForMobile, parseCountdown, secondsLeft } from './countdown.ts';

const countdown = { startedAtMs: 1_000_000, seconds: 60, last4: '0001' };

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

  test('S3: holds for the number it was sent to, not for a corrected one', () => {
    expect(isForMobile(countdown, '154 0000 0001')).toBe(true);
    expect(isForMobile(countdown, '')).toBe(true);
    expect(isForMobile(countdown, '15400000002')).toBe(false);
    expect(isForMobile(null, '15400000001')).toBe(false);
  });

  test('survives being stored', () => {
    expect(parseCountdown(formatCountdown(countdown))).toEqual(countdown);
  });

  test('a damaged store is no countdown', () => {
    for (const text of [
      null,
      '',
      'x',
      '1/2/3',
      '1/60',
      '-1/60/0001',
      '1/99999/0001',
      'NaN/60/0001',
    ]) {
      expect(parseCountdown(text)).toBeNull();
    }
  });
});
