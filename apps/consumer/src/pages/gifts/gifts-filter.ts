import type { QueryOf } from '@mashang/contract';

export const giftSorts = ['order', 'priceUp', 'priceDown', 'newest'] as const;

export interface GiftsFilter {
  sort: (typeof giftSorts)[number];
  /** Only what the balance pays for. */
  affordable: boolean;
}

/** What the address of the page says; anything odd in it is the usual order. */
export function readFilter(query: Record<string, unknown>): GiftsFilter {
  return {
    sort: giftSorts.find((known) => known === query['sort']) ?? 'order',
    affordable: query['affordable'] === '1',
  };
}

export function writeFilter({ sort, affordable }: GiftsFilter): Record<string, string> {
  return { ...(sort !== 'order' && { sort }), ...(affordable && { affordable: '1' }) };
}

/** The query of one page. `balance` is null for a visitor: then everything is shown. */
export function giftsQuery(
  { sort, affordable }: GiftsFilter,
  balance: number | null,
  cursor: string | undefined,
): QueryOf<'GET /api/gifts'> {
  return {
    limit: 24,
    ...(sort !== 'order' && { sort }),
    ...(affordable && balance !== null && { pointsMax: Math.max(balance, 0) }),
    ...(cursor && { cursor }),
  };
}
