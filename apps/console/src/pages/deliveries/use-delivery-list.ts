import type { Delivery, DeliveryPurpose, DeliveryState, QueryOf } from '@mashang/contract';
import { computed } from 'vue';
import { call } from '../../shared/api.ts';
import {
  clearFilters,
  freeText,
  oneOf,
  setFilters,
  timeOrder,
  useUrlFilters,
  wholeNumber,
} from '../../shared/url-filters.ts';
import { pageAt, useCursorList } from '../../shared/use-cursor-list.ts';

export const purposes = ['print', 'sample', 'archive'] as const satisfies DeliveryPurpose[];
export const states = ['open', 'usedUp', 'expired', 'revoked'] as const satisfies DeliveryState[];

/** What the address of the list of deliveries can say. */
export interface DeliveryFilters {
  batchId?: number | undefined;
  purpose?: DeliveryPurpose | undefined;
  state?: DeliveryState | undefined;
  search?: string | undefined;
  sort?: 'newest' | 'oldest' | undefined;
}

/** The list of deliveries with its filters. */
export function useDeliveryList() {
  const filters: DeliveryFilters = useUrlFilters({
    batchId: wholeNumber,
    purpose: oneOf(purposes),
    state: oneOf(states),
    search: freeText,
    sort: timeOrder,
  });
  const toQuery = (): QueryOf<'GET /api/hq/deliveries'> => setFilters(filters);
  const list = useCursorList<Delivery>(
    (cursor) => call('GET /api/hq/deliveries', { query: { ...toQuery(), ...pageAt(cursor) } }),
    () => JSON.stringify(toQuery()),
  );
  const setCount = computed(
    () => Object.keys(toQuery()).filter((name) => name !== 'sort' && name !== 'search').length,
  );
  const isFiltered = computed(() => setCount.value > 0 || Boolean(filters.search));

  const clear = () => clearFilters(filters);

  return { filters, list, setCount, isFiltered, toQuery, clear };
}
