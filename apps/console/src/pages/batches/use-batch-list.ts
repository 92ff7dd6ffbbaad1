import type { Batch, BatchState, QueryOf } from '@mashang/contract';
import { computed } from 'vue';
import { call } from '../../shared/api.ts';
import { oneOf, useUrlFilters, wholeNumber } from '../../shared/url-filters.ts';
import { useCursorList } from '../../shared/use-cursor-list.ts';

const pageSize = 50;

export const batchStates: readonly BatchState[] = [
  'importing',
  'minted',
  'activated',
  'frozen',
  'void',
];

/** The list of batches with its filters. */
export function useBatchList() {
  const filters = useUrlFilters({
    state: oneOf(batchStates),
    productId: wholeNumber,
    source: oneOf(['own', 'imported'] as const),
    sort: oneOf(['newest', 'oldest'] as const),
  });
  const toQuery = (): QueryOf<'GET /api/hq/batches'> => ({
    ...(filters.state ? { state: filters.state } : {}),
    ...(filters.productId ? { productId: filters.productId } : {}),
    ...(filters.source ? { source: filters.source } : {}),
    ...(filters.sort ? { sort: filters.sort } : {}),
  });
  const list = useCursorList<Batch>(
    (cursor) => {
      const query = { ...toQuery(), limit: pageSize, ...(cursor ? { cursor } : {}) };
      return call('GET /api/hq/batches', { query });
    },
    () => JSON.stringify(toQuery()),
  );
  const isFiltered = computed(
    () => Boolean(filters.state) || Boolean(filters.productId) || Boolean(filters.source),
  );

  function clear(): void {
    Object.assign(filters, { state: undefined, productId: undefined, source: undefined });
  }

  /** Shows a batch as it is now, without asking for the whole list again. */
  function replace(batch: Batch): void {
    list.rows.value = list.rows.value.map((row) => (row.batchId === batch.batchId ? batch : row));
  }

  return { filters, list, isFiltered, toQuery, clear, replace };
}
