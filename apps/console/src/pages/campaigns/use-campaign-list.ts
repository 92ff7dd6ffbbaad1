import type { Campaign, CampaignState, QueryOf } from '@mashang/contract';
import { computed } from 'vue';
import { call } from '../../shared/api.ts';
import {
  freeText,
  moment,
  oneOf,
  setFilters,
  useUrlFilters,
  wholeNumber,
} from '../../shared/url-filters.ts';
import { pageAt, useCursorList } from '../../shared/use-cursor-list.ts';

export const campaignStates: readonly CampaignState[] = ['draft', 'running', 'paused', 'ended'];
export const campaignSorts = ['newest', 'startsAt', 'position'] as const;

/** The list of campaigns with its filters. */
export function useCampaignList() {
  const filters = useUrlFilters({
    search: freeText,
    state: oneOf(campaignStates),
    productId: wholeNumber,
    from: moment,
    to: moment,
    sort: oneOf(campaignSorts),
  });
  const toQuery = (): QueryOf<'GET /api/hq/campaigns'> => setFilters(filters);
  const list = useCursorList<Campaign>(
    (cursor) => call('GET /api/hq/campaigns', { query: { ...toQuery(), ...pageAt(cursor) } }),
    () => JSON.stringify(toQuery()),
  );
  const setCount = computed(
    () => [filters.state, filters.productId, filters.from].filter(Boolean).length,
  );
  const isFiltered = computed(() => Boolean(filters.search) || setCount.value > 0);

  function clear(): void {
    const none = { search: undefined, state: undefined, productId: undefined };
    Object.assign(filters, { ...none, from: undefined, to: undefined });
  }

  /** Shows a campaign as it is now, without asking for the whole list again. */
  function replace(campaign: Campaign): void {
    list.rows.value = list.rows.value.map((row) =>
      row.campaignId === campaign.campaignId ? campaign : row,
    );
  }

  return { filters, list, setCount, isFiltered, toQuery, clear, replace };
}
