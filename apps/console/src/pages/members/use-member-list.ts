import type { Member, QueryOf } from '@mashang/contract';
import { computed } from 'vue';
import { call } from '../../shared/api.ts';
import {
  clearFilters,
  count,
  freeText,
  moment,
  oneOf,
  regionCode,
  setFilters,
  useUrlFilters,
} from '../../shared/url-filters.ts';
import { pageAt, useCursorList } from '../../shared/use-cursor-list.ts';

export const memberSorts = ['newest', 'oldest', 'name', 'points'] as const;

/** The list of members with its filters. */
export function useMemberList() {
  const filters = useUrlFilters({
    search: freeText,
    kind: oneOf(['consumer', 'chef'] as const),
    region: regionCode,
    tag: freeText,
    status: oneOf(['active', 'frozen'] as const),
    inWechat: oneOf(['yes', 'no'] as const),
    registeredFrom: moment,
    registeredTo: moment,
    pointsMin: count,
    pointsMax: count,
    sort: oneOf(memberSorts),
  });
  const toQuery = (): QueryOf<'GET /api/hq/members'> => setFilters(filters);
  const list = useCursorList<Member>(
    (cursor) => call('GET /api/hq/members', { query: { ...toQuery(), ...pageAt(cursor) } }),
    () => JSON.stringify(toQuery()),
  );
  const filterCount = computed(
    () => Object.keys(toQuery()).filter((name) => name !== 'sort' && name !== 'search').length,
  );
  const isFiltered = computed(() => filterCount.value > 0 || Boolean(filters.search));

  const clear = () => clearFilters(filters);

  return { filters, list, filterCount, isFiltered, toQuery, clear };
}
