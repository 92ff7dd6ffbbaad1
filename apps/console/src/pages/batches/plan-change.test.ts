import type { BatchState } from '@mashang/contract';
import { expect, test } from 'vitest';
import { planChange, possibleActions } from './plan-change.ts';

const range = (
  firstSerial: number,
  lastSerial: number,
  state: BatchState,
  more: { productId?: number | null; claimedCount?: number } = {},
) => ({
  firstSerial,
  lastSerial,
  state,
  productId: 1,
  pointsPerCode: null,
  claimedCount: 0,
  ...more,
});

test('B5: a change names exactly the codes it will change and those that stay', () => {
  const ranges = [
    range(0, 99, 'delivered'),
    range(100, 199, 'minted'),
    range(200, 299, 'frozen'),
    range(300, 399, 'minted'),
  ];
  const plan = planChange('activate', { firstSerial: 50, lastSerial: 349 }, ranges);
  expect(plan.changes).toEqual({
    serials: 200,
    spans: [
      { firstSerial: 50, lastSerial: 199 },
      { firstSerial: 300, lastSerial: 349 },
    ],
  });
  expect(plan.stays).toEqual([
    { reason: 'frozen', serials: 100, spans: [{ firstSerial: 200, lastSerial: 299 }] },
  ]);
  expect(plan.blocks).toEqual([]);
});

test('B6: codes without a product keep the whole span from being activated', () => {
  const ranges = [range(0, 9, 'minted'), range(10, 19, 'delivered', { productId: null })];
  const whole = { firstSerial: 0, lastSerial: 19 };
  expect(planChange('activate', whole, ranges).blocks).toEqual([
    { reason: 'blank', serials: 10, spans: [{ firstSerial: 10, lastSerial: 19 }] },
  ]);
  expect(planChange('product', whole, ranges).changes.serials).toBe(20);
});

test('B6: a claim in a range that is meant as a whole forbids another product or points', () => {
  const ranges = [range(0, 99, 'activated', { claimedCount: 3 }), range(100, 199, 'activated')];
  const whole = { firstSerial: 0, lastSerial: 199 };
  expect(planChange('points', whole, ranges).blocks[0]?.reason).toBe('claimed');
  // Of a part nobody knows: the server has the last word.
  const part = planChange('points', { firstSerial: 50, lastSerial: 199 }, ranges);
  expect(part.blocks).toEqual([]);
  expect(part.claimed).toBeNull();
  expect(planChange('void', whole, ranges).claimed).toBe(3);
});

test('B6: codes that are so already do not count as changed, nor do their claims forbid anything', () => {
  const ranges = [range(0, 99, 'activated', { claimedCount: 3 }), range(100, 199, 'activated')];
  const whole = { firstSerial: 0, lastSerial: 199 };
  const same = planChange('product', whole, ranges, { productId: 1 });
  expect(same.changes.serials).toBe(0);
  expect(same.stays[0]).toMatchObject({ reason: 'same', serials: 200 });
  expect(planChange('points', whole, ranges, { pointsPerCode: null }).blocks).toEqual([]);
  expect(planChange('points', whole, ranges, { pointsPerCode: 5 }).blocks).toHaveLength(1);
});

test('B5: nothing is offered for void codes, and administrators are offered more', () => {
  expect(possibleActions(['void', 'importing'], true)).toEqual([]);
  expect(possibleActions(['activated'], false)).toEqual(['freeze']);
  expect(possibleActions(['activated', 'frozen'], true)).toEqual([
    'revoke',
    'freeze',
    'thaw',
    'product',
    'points',
    'void',
  ]);
  expect(possibleActions(['minted'], false)).toContain('activate');
});
