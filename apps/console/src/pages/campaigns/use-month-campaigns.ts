import type { Campaign } from '@mashang/contract';
import { ref, shallowRef, watch } from 'vue';
import { ApiError, call } from '../../shared/api.ts';
import { monthWindow } from './calendar-layout.ts';

const pageSize = 200;

/** Every campaign whose window meets the calendar of a month (`YYYY-MM-01`). */
export function useMonthCampaigns(month: () => string) {
  const campaigns = shallowRef<Campaign[]>([]);
  const failure = shallowRef<ApiError | null>(null);
  const isLoading = ref(false);
  let question = 0;

  async function load(): Promise<void> {
    const mine = ++question;
    failure.value = null;
    isLoading.value = true;
    try {
      const found = await readAll(month());
      if (mine === question) campaigns.value = found;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (mine === question) failure.value = error;
    } finally {
      if (mine === question) isLoading.value = false;
    }
  }

  watch(month, () => void load(), { immediate: true });
  return { campaigns, failure, isLoading, load };
}

async function readAll(month: string): Promise<Campaign[]> {
  const found: Campaign[] = [];
  let cursor: string | null = null;
  do {
    const query = { ...monthWindow(month), sort: 'startsAt', limit: pageSize } as const;
    const page: { rows: Campaign[]; next: string | null } = await call('GET /api/hq/campaigns', {
      query: { ...query, ...(cursor ? { cursor } : {}) },
    });
    found.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null);
  return found;
}
