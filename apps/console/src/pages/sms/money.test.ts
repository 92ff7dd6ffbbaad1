import { expect, test } from 'vitest';
import { formatMilliyuan, readMilliyuan } from './money.ts';

test('S19: costs are exact to the thousandth of a yuan', () => {
  expect([0, 45, 120_000, 1_234_560].map(formatMilliyuan)).toEqual([
    '0.00',
    '0.045',
    '120.00',
    '1,234.56',
  ]);
  expect(['0.045', '１２', '¥1,000.5', '3.'].map(readMilliyuan)).toEqual([
    45, 12_000, 1_000_500, 3000,
  ]);
  for (const text of ['', '-1', '0.0451', 'a', '1e3']) expect(readMilliyuan(text)).toBeNull();
});
