import { expect, test } from 'vitest';
import { lifeParts, shareOf } from './life-parts.ts';

test('B5: the bar of a batch shows every state that has codes, in the order of their life', () => {
  const parts = lifeParts([
    { state: 'void', serials: 1 },
    { state: 'frozen', serials: 0 },
    { state: 'minted', serials: 3 },
  ]);
  expect(parts.map(({ state, share }) => [state, share])).toEqual([
    ['minted', '75.0%'],
    ['void', '25.0%'],
  ]);
  expect(lifeParts([])).toEqual([]);
});

test('B5: a share never says none or all where it is not so', () => {
  expect(shareOf(1, 1_000_000_000)).toBe('<0.01%');
  expect(shareOf(999_999_999, 1_000_000_000)).toBe('>99.99%');
  expect(shareOf(0, 10)).toBe('0%');
  expect(shareOf(10, 10)).toBe('100%');
  expect(shareOf(0, 0)).toBe('0%');
});
