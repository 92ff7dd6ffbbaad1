import type { EntryKind, QueryOf } from '@mashang/contract';

export interface EntriesFilter {
  kind?: EntryKind;
  /** A Beijing month, 2026-11. */
  month?: string;
  productId?: number;
}

export const entryKinds = ['award', 'spend', 'refund', 'expiry', 'adjustment'] as const;

/** The filter written in the page's address; anything odd in it is no filter. */
export function readFilter(query: Record<string, unknown>): EntriesFilter {
  const kind = entryKinds.find((known) => known === query['kind']);
  const month = textOf(query['month']);
  const product = textOf(query['product']);
  return {
    ...(kind && { kind }),
    ...(/^20\d{2}-(?:0[1-9]|1[0-2])$/.test(month) && { month }),
    ...(/^[1-9]\d{0,14}$/.test(product) && { productId: Number(product) }),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The filter as the address of the page says it. */
export function writeFilter({ kind, month, productId }: EntriesFilter): Record<string, string> {
  return {
    ...(kind && { kind }),
    ...(month && { month }),
    ...(productId && { product: String(productId) }),
  };
}

/** The query of one page of the list. */
export function entriesQuery(
  filter: EntriesFilter,
  cursor: string | undefined,
): QueryOf<'GET /api/me/entries'> {
  return { limit: 20, ...filter, ...(cursor && { cursor }) };
}

/** The last `count` months in Beijing, the running one first: 2026-11, 2026-10, … */
export function recentMonths(now: Date, count: number): string[] {
  const beijing = new Date(now.getTime() + 8 * 3_600_000);
  return Array.from({ length: count }, (_, back) =>
    new Date(Date.UTC(beijing.getUTCFullYear(), beijing.getUTCMonth() - back, 1))
      .toISOString()
      .slice(0, 7),
  );
}
