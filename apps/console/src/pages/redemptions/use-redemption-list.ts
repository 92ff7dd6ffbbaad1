import type { QueryOf, Redemption, ReplyOf } from '@mashang/contract';
import { computed, shallowRef, watch } from 'vue';
import { call } from '../../shared/api.ts';
import { readMobileSearch } from '../../shared/mobile.ts';
import {
  clearFilters,
  freeText,
  moment,
  oneOf,
  regionCode,
  setFilters,
  useUrlFilters,
  wholeNumber,
} from '../../shared/url-filters.ts';
import { pageAt, useCursorList } from '../../shared/use-cursor-list.ts';
import { redemptionStates } from './redemption-states.ts';

type Query = QueryOf<'GET /api/hq/redemptions/counts'>;
type Counts = ReplyOf<'GET /api/hq/redemptions/counts'>;

/** The list of redemptions with its filters, and how many are in each state under them. */
export function useRedemptionList() {
  const filters = useUrlFilters({
    state: oneOf(redemptionStates),
    memberId: wholeNumber,
    giftId: wholeNumber,
    mobile: (text) => readMobileSearch(text) ?? undefined,
    trackingNumber: freeText,
    region: regionCode,
    memberKind: oneOf(['consumer', 'chef'] as const),
    from: moment,
    to: moment,
    sort: oneOf(['newest', 'oldest'] as const),
  });
  const toQuery = (): Query => setFilters(filters);
  const list = useCursorList<Redemption>(
    (cursor) => call('GET /api/hq/redemptions', { query: { ...toQuery(), ...pageAt(cursor) } }),
    () => JSON.stringify(toQuery()),
  );

  const counts = shallowRef<Counts | null>(null);
  let question = 0;

  /** Counts under every filter but the state itself. They are only a courtesy of the tabs. */
  async function loadCounts(): Promise<void> {
    const mine = ++question;
    const query = { ...toQuery() };
    delete query.state;
    const reply = await call('GET /api/hq/redemptions/counts', { query }).catch(() => null);
    if (mine === question) counts.value = reply;
  }
  watch(() => JSON.stringify({ ...toQuery(), state: '', sort: '' }), loadCounts, {
    immediate: true,
  });

  const filterCount = computed(
    () => Object.keys(toQuery()).filter((name) => name !== 'sort' && name !== 'state').length,
  );

  const clear = () => clearFilters(filters);

  async function reload(): Promise<void> {
    await Promise.all([list.reload(), loadCounts()]);
  }

  return { filters, list, counts, filterCount, toQuery, clear, reload };
}
