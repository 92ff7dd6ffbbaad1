import type { Gift, GiftState, QueryOf } from '@mashang/contract';
import { computed } from 'vue';
import { call } from '../../shared/api.ts';
import { freeText, oneOf, setFilters, useUrlFilters } from '../../shared/url-filters.ts';
import { pageAt, useCursorList } from '../../shared/use-cursor-list.ts';

export const giftStates: readonly GiftState[] = ['draft', 'onSale', 'offSale', 'archived'];
export const giftSorts = ['order', 'newest', 'name', 'price', 'stock'] as const;

/** The list of gifts with its filters. */
export function useGiftList() {
  const filters = useUrlFilters({
    search: freeText,
    state: oneOf(giftStates),
    sort: oneOf(giftSorts),
  });
  const toQuery = (): QueryOf<'GET /api/hq/gifts'> => setFilters(filters);
  const list = useCursorList<Gift>(
    (cursor) => call('GET /api/hq/gifts', { query: { ...toQuery(), ...pageAt(cursor) } }),
    () => JSON.stringify(toQuery()),
  );
  const isFiltered = computed(() => Boolean(filters.search) || Boolean(filters.state));

  function clear(): void {
    Object.assign(filters, { search: undefined, state: undefined });
  }

  /** Shows a gift as it is now, without asking for the whole list again. */
  function replace(gift: Gift): void {
    list.rows.value = list.rows.value.map((row) => (row.giftId === gift.giftId ? gift : row));
  }

  return { filters, list, isFiltered, toQuery, clear, replace };
}
