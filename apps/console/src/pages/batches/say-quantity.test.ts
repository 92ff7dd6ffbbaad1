import { expect, test } from 'vitest';
import { sayQuantity } from './say-quantity.ts';

test('S18: a large number is said in words people check it with', () => {
  expect(sayQuantity(1_000_000_000, 'zh')).toBe('10 亿');
  expect(sayQuantity(12_500_000, 'zh')).toBe('1,250 万');
  expect(sayQuantity(1_500_000_000, 'en')).toBe('1.5 billion');
});

test('S18: words that would not be exact are not said', () => {
  expect(sayQuantity(1_000_000_001, 'zh')).toBe('');
  expect(sayQuantity(68_718_428_160, 'en')).toBe('');
  expect(sayQuantity(9_999, 'zh')).toBe('');
});
