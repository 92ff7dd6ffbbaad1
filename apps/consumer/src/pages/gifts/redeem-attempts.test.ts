import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiError } from '../../shared/api.ts';
import {
  beginRedemption,
  finishRedemption,
  isAnswer,
  unansweredRedemption,
} from './redeem-attempts.ts';

const wish = { giftId: 7, quantity: 2, pointsPrice: 100, addressId: 3, note: '' };

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

describe('a redemption on its way', () => {
  test('S10: without an answer the very same request is sent again, whatever is chosen now', () => {
    const first = beginRedemption(wish);
    expect(beginRedemption({ ...wish, quantity: 5, addressId: 9 })).toEqual(first);
    expect(unansweredRedemption(7)).toEqual(first);
    expect(first).toMatchObject(wish);
  });

  test('S10: after the answer the next one is a new one', () => {
    const first = beginRedemption(wish);
    finishRedemption(7);
    expect(unansweredRedemption(7)).toBeUndefined();
    expect(beginRedemption(wish).attemptId).not.toBe(first.attemptId);
  });

  test('S10: two gifts do not get in each other’s way', () => {
    beginRedemption(wish);
    expect(unansweredRedemption(8)).toBeUndefined();
    expect(beginRedemption({ ...wish, giftId: 8 }).giftId).toBe(8);
  });

  test('S10: a refusal is an answer; a lost connection, a full server and a lost session are none', () => {
    expect(isAnswer(new ApiError('points_short', 409))).toBe(true);
    expect(isAnswer(new ApiError('gift_sold_out', 409))).toBe(true);
    expect(isAnswer(new ApiError('offline', 0))).toBe(false);
    expect(isAnswer(new ApiError('busy', 503))).toBe(false);
    expect(isAnswer(new ApiError('not_signed_in', 401))).toBe(false);
    expect(isAnswer(new ApiError('unreadable', 404))).toBe(false);
    expect(isAnswer(new Error('bug'))).toBe(false);
  });

  test('a damaged store is no attempt, and without storage every attempt has an id', () => {
    sessionStorage.setItem('redeem:7', '{"giftId":7');
    expect(unansweredRedemption(7)).toBeUndefined();
    sessionStorage.setItem('redeem:7', '{"giftId":8,"attemptId":"x"}');
    expect(unansweredRedemption(7)).toBeUndefined();
    vi.stubGlobal('sessionStorage', undefined);
    expect(beginRedemption(wish).attemptId).toHaveLength(36);
  });
});
