import { expect, test } from 'vitest';
import { emptyOrder, gs1Obstacle, readOrder } from './order-fields.ts';

const product = {
  productId: 3,
  name: '红烧酱油',
  pointsPerCode: 10,
  gtin: null,
  batchCount: 0,
  createdAt: '2026-11-01T00:00:00.000Z',
  archivedAt: null,
};

test('B6: an order without a product is one of blank codes', () => {
  const { order } = readOrder({ ...emptyOrder(), quantity: '1,000,000', note: ' 春季 ' }, null);
  expect(order).toEqual({
    quantity: 1_000_000,
    codeLength: 16,
    hasCheckSymbol: false,
    urlForm: 'mixed',
    note: '春季',
  });
});

test('S18: more codes than the length holds are refused before they are asked for', () => {
  const fields = { ...emptyOrder(3), quantity: '16777217' };
  expect(readOrder(fields, 16_777_216).error).toBe('quantityTooLarge');
  expect(readOrder(fields, null).order?.productId).toBe(3);
  for (const quantity of ['', '0', '-5', '1.5', '一百']) {
    expect(readOrder({ ...fields, quantity }, null).error).toBe('quantityError');
  }
});

test('B18: a digital link needs a product with a GTIN, and the form says which is missing', () => {
  expect(gs1Obstacle(undefined, null)).toBe('gs1NeedsProduct');
  expect(gs1Obstacle(3, product)).toBe('gs1NeedsGtin');
  expect(gs1Obstacle(3, { ...product, gtin: '06901234567892' })).toBeNull();
  expect(gs1Obstacle(4, product)).toBeNull();
});
