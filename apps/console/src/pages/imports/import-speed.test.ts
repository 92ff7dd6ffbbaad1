import { expect, test } from 'vitest';
import { measureSpeed, percentDone } from './import-speed.ts';

test('speed is taken over the whole window, time left from the share done', () => {
  const looks = [
    { linesDone: 0, fractionDone: 0, atMs: 0 },
    { linesDone: 90, fractionDone: 0.1, atMs: 1000 },
    { linesDone: 100, fractionDone: 0.25, atMs: 2000 },
  ];
  expect(measureSpeed(looks)).toEqual({ linesPerSecond: 50, remainingSeconds: 6 });
});

test('one look, or an import that stands still, promises no end', () => {
  const look = { linesDone: 5, fractionDone: 0.5, atMs: 1000 };
  expect(measureSpeed([look]).remainingSeconds).toBeNull();
  expect(measureSpeed([look, { ...look, atMs: 2000 }]).remainingSeconds).toBeNull();
  expect(measureSpeed([]).remainingSeconds).toBeNull();
});

test('the share done stays within 0 and 100', () => {
  expect(percentDone(1, 3)).toBe(33);
  expect(percentDone(5, 3)).toBe(100);
  expect(percentDone(0, 0)).toBe(0);
});
