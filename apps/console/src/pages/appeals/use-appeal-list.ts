import type { Appeal, QueryOf } from '@mashang/contract';
import { computed } from 'vue';
import { call } from '../../shared/api.ts';
import { moment, oneOf, setFilters, useUrlFilters, wholeNumber } from '../../shared/url-filters.ts';
import { useCursorList } from '../../shared/use-cursor-list.ts';
import { appealKinds, appealStates } from './appeal-words.ts';

const pageSize = 50;
type Query = QueryOf<'GET /api/hq/appeals'>;

/** The queue of appeals with its filters: what is open, oldest first, unless said otherwise. */
export function useAppealList() {
  const filters = useUrlFilters({
    state: oneOf([...appealStates, 'all'] as const),
    kind: oneOf(appealKinds),
    memberId: wholeNumber,
    productId: wholeNumber,
    from: moment,
    to: moment,
    sort: oneOf(['oldest', 'newest'] as const),
  });
  const state = computed({
    get: () => filters.state ?? 'open',
    set: (chosen) => (filters.state = chosen === 'open' ? undefined : chosen),
  });

  function toQuery(): Query {
    const query: Query = { ...setFilters({ ...filters, state: undefined }) };
    return state.value === 'all' ? query : { ...query, state: state.value };
  }
  const list = useCursorList<Appeal>(
    (cursor) => {
      const query = { ...toQuery(), limit: pageSize, ...(cursor ? { cursor } : {}) };
      return call('GET /api/hq/appeals', { query });
    },
    () => JSON.stringify(toQuery()),
  );

  const filterCount = computed(
    () => Object.keys(toQuery()).filter((name) => name !== 'sort' && name !== 'state').length,
  );

  /** The tab stays. */
  function clear(): void {
    for (const name of Object.keys(filters)) {
      if (name !== 'state') Object.assign(filters, { [name]: undefined });
    }
  }

  return { filters, state, list, filterCount, toQuery, clear };
}
