import { expect, test } from 'vitest';
import { readPointsRule } from './read-points-rule.ts';

const read = (firstSerial: string, lastSerial: string, points: string) =>
  readPointsRule({ firstSerial, lastSerial, points }, 100);

test('S21: empty serials are the whole batch, empty points give it back to the product', () => {
  expect(read('', '', '20').rule).toEqual({ pointsPerCode: 20 });
  expect(read('', '', ' ').rule).toEqual({ pointsPerCode: null });
  expect(read('10', '', '1,000').rule).toEqual({ firstSerial: 10, pointsPerCode: 1000 });
  expect(read('0', '99', '1').rule).toEqual({ firstSerial: 0, lastSerial: 99, pointsPerCode: 1 });
});

test('S21: serials outside the batch or turned round, and points out of bounds, are refused', () => {
  for (const [first, last] of [
    ['100', ''],
    ['', '100'],
    ['9', '8'],
    ['-1', ''],
    ['a', 'b'],
  ] as const) {
    expect(read(first, last, '5').errors).toEqual({ serials: true });
  }
  for (const points of ['0', '1000001', '1.5', 'x', '-3']) {
    expect(read('', '', points).errors).toEqual({ points: true });
  }
});
