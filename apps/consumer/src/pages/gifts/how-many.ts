import type { ReplyOf } from '@mashang/contract';

type Gift = Pick<
  ReplyOf<'GET /api/gifts/:giftId'>,
  'pointsPrice' | 'stock' | 'limitPerMember' | 'leftForMember'
>;

/** What keeps somebody from taking more. */
export type Bound = 'stock' | 'limit' | 'points' | 'order';

/** The contract takes no more in one go. */
const piecesPerOrder = 1000;

/**
 * How many pieces may be redeemed at once, and which bound is the tightest. Of equally tight ones the
 * one is named about which a member can do least.
 *
 * @param balance null when nobody is signed in: then points bound nothing
 */
export function mostPieces(gift: Gift, balance: number | null): { count: number; bound: Bound } {
  const limit = gift.leftForMember ?? gift.limitPerMember;
  const bounds: [Bound, number][] = [['stock', gift.stock]];
  if (limit !== null) bounds.push(['limit', limit]);
  if (balance !== null) bounds.push(['points', Math.floor(balance / gift.pointsPrice)]);
  bounds.push(['order', piecesPerOrder]);
  const count = Math.max(0, Math.min(...bounds.map(([, most]) => most)));
  const bound = bounds.find(([, most]) => most <= count)?.[0] ?? 'stock';
  return { count, bound };
}

/** A quantity as it may stand in the address of a page, brought between 1 and the most. */
export function readQuantity(wish: unknown, most: number): number {
  const wished = typeof wish === 'string' && /^\d{1,4}$/.test(wish) ? Number(wish) : 1;
  return Math.min(Math.max(wished, 1), Math.max(most, 1));
}

/** Points that are missing for so many pieces; 0 when there are enough. */
export function pointsMissing(total: number, balance: number): number {
  return Math.max(0, total - balance);
}
