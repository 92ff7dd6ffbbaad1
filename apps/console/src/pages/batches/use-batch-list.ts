import type { Batch, BatchState, QueryOf } from '@mashang/contract';
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
import { lifeOrder } from './life-parts.ts';

/** What the address of the list of batches can say. */
export interface BatchFilters {
  state?: BatchState | undefined;
  productId?: number | undefined;
  blank?: 'yes' | 'no' | undefined;
  source?: 'own' | 'imported' | undefined;
  search?: string | undefined;
  sort?: 'newest' | 'oldest' | undefined;
}

/** The list of batches with its filters. */
export function useBatchList() {
  const filters: BatchFilters = useUrlFilters({
    state: oneOf(lifeOrder),
    productId: wholeNumber,
    blank: oneOf(['yes', 'no'] as const),
    source: oneOf(['own', 'imported'] as const),
    search: freeText,
    sort: timeOrder,
  });
  const toQuery = (): QueryOf<'GET /api/hq/batches'> => setFilters(filters);
  const list = useCursorList<Batch>(
    (cursor) => call('GET /api/hq/batches', { query: { ...toQuery(), ...pageAt(cursor) } }),
    () => JSON.stringify(toQuery()),
  );
  const setCount = computed(
    () => Object.keys(toQuery()).filter((name) => name !== 'sort' && name !== 'search').length,
  );
  const isFiltered = computed(() => setCount.value > 0 || Boolean(filters.search));

  const clear = () => clearFilters(filters);

  return { filters, list, setCount, isFiltered, toQuery, clear };
}
