import { expect, test } from 'vitest';
import { measureSpeed, percentDone } from './import-speed.ts';

test('speed is taken over the whole window, time left from bytes', () => {
  const looks = [
    { linesRead: 0, bytesDone: 0, fileBytes: 1000, atMs: 0 },
    { linesRead: 90, bytesDone: 100, fileBytes: 1000, atMs: 1000 },
    { linesRead: 100, bytesDone: 250, fileBytes: 1000, atMs: 2000 },
  ];
  expect(measureSpeed(looks)).toEqual({ linesPerSecond: 50, remainingSeconds: 6 });
});

test('one look, or an import that stands still, promises no end', () => {
  const look = { linesRead: 5, bytesDone: 50, fileBytes: 100, atMs: 1000 };
  expect(measureSpeed([look]).remainingSeconds).toBeNull();
  expect(measureSpeed([look, { ...look, atMs: 2000 }]).remainingSeconds).toBeNull();
  expect(measureSpeed([]).remainingSeconds).toBeNull();
});

test('the share done stays within 0 and 100', () => {
  expect(percentDone(1, 3)).toBe(33);
  expect(percentDone(5, 3)).toBe(100);
  expect(percentDone(0, 0)).toBe(0);
});
