import { describe, expect, test } from 'vitest';
import { mostPieces, pointsMissing, readQuantity } from './how-many.ts';

const gift = { pointsPrice: 100, stock: 9, limitPerMember: null, leftForMember: null };

describe('how many pieces of a gift one may take', () => {
  test('S10: no more than stock, limit and points allow, and it is said which of them', () => {
    expect(mostPieces(gift, 5000)).toEqual({ count: 9, bound: 'stock' });
    expect(mostPieces({ ...gift, limitPerMember: 5, leftForMember: 2 }, 5000)).toEqual({
      count: 2,
      bound: 'limit',
    });
    expect(mostPieces(gift, 350)).toEqual({ count: 3, bound: 'points' });
    expect(mostPieces({ ...gift, stock: 5000 }, 10_000_000)).toEqual({
      count: 1000,
      bound: 'order',
    });
  });

  test('S10: nothing when sold out, used up or too dear', () => {
    expect(mostPieces({ ...gift, stock: 0 }, 0)).toEqual({ count: 0, bound: 'stock' });
    expect(mostPieces({ ...gift, limitPerMember: 1, leftForMember: 0 }, 900).bound).toBe('limit');
    expect(mostPieces(gift, 99)).toEqual({ count: 0, bound: 'points' });
    expect(mostPieces(gift, -50).count).toBe(0);
  });

  test('S10: before signing in only stock and the general limit bound', () => {
    expect(mostPieces({ ...gift, limitPerMember: 3 }, null)).toEqual({ count: 3, bound: 'limit' });
  });

  test('S10: a quantity in the address is never trusted', () => {
    expect(readQuantity('2', 9)).toBe(2);
    for (const wish of [undefined, '', '0', '-3', '1e3', '2.5', ['2'], '99999']) {
      expect(readQuantity(wish, 9)).toBe(1);
    }
    expect(readQuantity('12', 9)).toBe(9);
    expect(readQuantity('3', 0)).toBe(1);
  });

  test('S10: the points that are missing', () => {
    expect(pointsMissing(300, 120)).toBe(180);
    expect(pointsMissing(300, 300)).toBe(0);
  });
});
