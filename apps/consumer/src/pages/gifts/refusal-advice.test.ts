import { describe, expect, test } from 'vitest';
import { ApiError } from '../../shared/api.ts';
import type { FailureCode } from '../../shared/api.ts';
import { adviceFor } from './refusal-advice.ts';

const gift = {
  giftId: 7,
  name: '炒锅',
  pointsPrice: 120,
  pictureIds: [],
  stock: 5,
  limitPerMember: 3,
  leftForMember: 3,
  descriptionHtml: '',
};
const wish = { quantity: 2, balance: 1000 };
const refused = (code: FailureCode) => new ApiError(code, 409);

describe('a refused redemption tells what to do next', () => {
  test('S10: a changed gift shows its new price and asks again', () => {
    const { text, next } = adviceFor(refused('gift_changed'), gift, wish);
    expect(text).toContain('120 分');
    expect(next).toBe('here');
  });

  test('S10: short of points says how many are missing', () => {
    const short = adviceFor(refused('points_short'), gift, { quantity: 2, balance: 200 });
    expect(short).toEqual({ text: expect.stringContaining('还差 40 分') as string, next: 'here' });
    expect(adviceFor(refused('points_short'), gift, { quantity: 1, balance: 5 }).next).toBe('scan');
  });

  test('S10: sold out leads to other gifts, unless some are left', () => {
    expect(adviceFor(refused('gift_sold_out'), { ...gift, stock: 0 }, wish).next).toBe('gifts');
    const few = adviceFor(refused('gift_sold_out'), { ...gift, stock: 1 }, wish);
    expect(few).toEqual({ text: expect.stringContaining('只剩 1 件') as string, next: 'here' });
  });

  test('S10: the limit says how many are left', () => {
    const used = { ...gift, leftForMember: 0 };
    expect(adviceFor(refused('gift_limit_reached'), used, wish)).toEqual({
      text: expect.stringContaining('每人限兑 3 件，您还可兑 0 件') as string,
      next: 'gifts',
    });
    expect(adviceFor(refused('gift_limit_reached'), gift, wish).next).toBe('here');
  });

  test('S10: a gift taken off sale meanwhile, an address that is gone, and anything else', () => {
    expect(adviceFor(refused('gift_not_on_sale'), undefined, wish).next).toBe('gifts');
    expect(adviceFor(refused('gift_changed'), undefined, wish).next).toBe('gifts');
    expect(adviceFor(refused('address_not_found'), gift, wish).next).toBe('address');
    expect(adviceFor(refused('member_frozen'), gift, wish).text).toContain('停用');
  });
});
