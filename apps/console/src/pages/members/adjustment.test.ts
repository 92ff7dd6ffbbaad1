import { expect, test } from 'vitest';
import { readAdjustment } from './adjustment.ts';

test('S14: an adjustment shows the balance it leads to', () => {
  expect(readAdjustment('1,000', 'add', 20)).toEqual({
    outcome: 'good',
    points: 1000,
    balanceAfter: 1020,
  });
  expect(readAdjustment('20', 'take', 20)).toEqual({
    outcome: 'good',
    points: -20,
    balanceAfter: 0,
  });
});

test('S14: nobody takes more than there is, nothing, or a text', () => {
  expect(readAdjustment('21', 'take', 20).outcome).toBe('short');
  for (const typed of ['', '0', '-5', '1.5', '十', '10000001']) {
    expect(readAdjustment(typed, 'add', 20).outcome).toBe('missing');
  }
});
