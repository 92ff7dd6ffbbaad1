import { expect, test } from 'vitest';
import { readStockChange } from './read-stock-change.ts';

test('S12: a stock correction is read with its sign', () => {
  expect(readStockChange('50')).toBe(50);
  expect(readStockChange('+1,000')).toBe(1000);
  expect(readStockChange('−3')).toBe(-3);
  expect(readStockChange(' －３ ')).toBe(-3);
});

test('S12: nothing, zero and what is no number correct nothing', () => {
  for (const typed of ['', '0', '-0', '+-3', '1.5', '一百', '100000001']) {
    expect(readStockChange(typed)).toBeNull();
  }
});
