import type { NoticeChannel, NoticeDelivery, QueryOf } from '@mashang/contract';
import { computed } from 'vue';
import { call } from '../../shared/api.ts';
import {
  clearFilters,
  moment,
  oneOf,
  setFilters,
  timeOrder,
  useUrlFilters,
  wholeNumber,
} from '../../shared/url-filters.ts';
import { pageAt, useCursorList } from '../../shared/use-cursor-list.ts';

export const channels = [
  'subscription',
  'template',
  'customerService',
] as const satisfies NoticeChannel[];
export const deliveryStates = [
  'sent',
  'delivered',
  'refused',
  'failed',
] as const satisfies NoticeDelivery['state'][];

/** The list of tries to tell members by WeChat, with its filters. */
export function useDeliveryList() {
  const filters = useUrlFilters({
    state: oneOf(deliveryStates),
    channel: oneOf(channels),
    memberId: wholeNumber,
    from: moment,
    to: moment,
    sort: timeOrder,
  });
  const toQuery = (): QueryOf<'GET /api/hq/notice-deliveries'> => setFilters(filters);
  const list = useCursorList<NoticeDelivery>(
    (cursor) =>
      call('GET /api/hq/notice-deliveries', { query: { ...toQuery(), ...pageAt(cursor) } }),
    () => JSON.stringify(toQuery()),
  );
  const setCount = computed(
    () => Object.keys(toQuery()).filter((name) => name !== 'sort' && name !== 'state').length,
  );
  const isFiltered = computed(() => setCount.value > 0 || filters.state !== undefined);

  const clear = () => clearFilters(filters);

  return { filters, list, setCount, isFiltered, toQuery, clear };
}
