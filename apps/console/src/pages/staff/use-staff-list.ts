import type { StaffAccount } from '@mashang/contract';
import { computed } from 'vue';
import { call } from '../../shared/api.ts';
import { freeText, oneOf, setFilters, useUrlFilters } from '../../shared/url-filters.ts';
import { pageAt, useCursorList } from '../../shared/use-cursor-list.ts';

/** Accounts of head office with their filters. */
export function useStaffList() {
  const filters = useUrlFilters({
    search: (text: string) => freeText(text)?.slice(0, 40),
    state: oneOf(['invited', 'active', 'disabled'] as const),
    sort: oneOf(['newest', 'name'] as const),
  });
  const toQuery = () => setFilters(filters);
  const list = useCursorList<StaffAccount>(
    (cursor) => call('GET /api/hq/staff', { query: { ...toQuery(), ...pageAt(cursor) } }),
    () => JSON.stringify(toQuery()),
  );
  const isFiltered = computed(() => Boolean(filters.search ?? filters.state));

  function clear(): void {
    Object.assign(filters, { search: undefined, state: undefined });
  }

  /** Puts what the server answered in the place of the row. */
  function put(account: StaffAccount): void {
    list.rows.value = list.rows.value.map((row) =>
      row.staffId === account.staffId ? account : row,
    );
  }

  return { filters, list, toQuery, isFiltered, clear, put };
}
