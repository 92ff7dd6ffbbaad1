import { expect, test } from 'vitest';
import { waitText } from './wait-text.ts';

test('S21: the wait after too many checks is told in the largest unit one can plan with', () => {
  expect([1, 120, 121, 7200, 7201, 50_000].map(waitText)).toEqual([
    '1 秒',
    '120 秒',
    '3 分钟',
    '120 分钟',
    '3 小时',
    '14 小时',
  ]);
});
