import type { Appeal, QueryOf } from '@mashang/contract';
import { computed } from 'vue';
import { call } from '../../shared/api.ts';
import {
  clearFilters,
  moment,
  oneOf,
  setFilters,
  useUrlFilters,
  wholeNumber,
} from '../../shared/url-filters.ts';
import { pageAt, useCursorList } from '../../shared/use-cursor-list.ts';
import { appealKinds, appealStates } from './appeal-words.ts';

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
    (cursor) => call('GET /api/hq/appeals', { query: { ...toQuery(), ...pageAt(cursor) } }),
    () => JSON.stringify(toQuery()),
  );

  const filterCount = computed(
    () => Object.keys(toQuery()).filter((name) => name !== 'sort' && name !== 'state').length,
  );

  /** The tab stays. */
  const clear = () => clearFilters(filters, ['state']);

  return { filters, state, list, filterCount, toQuery, clear };
}
