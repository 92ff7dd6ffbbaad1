import type { ReplyOf } from '@mashang/contract';
import { onUnmounted, ref, shallowRef, watch } from 'vue';
import { ApiError, call } from '../../shared/api.ts';
import type { EntryQuery } from './use-entry-list.ts';

export type EntryTotals = ReplyOf<'GET /api/hq/points-entries/totals'>;
const pauseMs = 5000;

/** Count and sums of everything the filters let through; added up again at most every 5 s. */
export function useEntryTotals(query: () => Omit<EntryQuery, 'sort'>) {
  const totals = shallowRef<EntryTotals | null>(null);
  const isFailed = ref(false);
  let controller: AbortController | null = null;
  let pause: ReturnType<typeof setTimeout> | undefined;

  async function addUp(): Promise<void> {
    controller?.abort();
    controller = new AbortController();
    const { signal } = controller;
    try {
      totals.value = await call('GET /api/hq/points-entries/totals', { query: query(), signal });
      isFailed.value = false;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      isFailed.value = true;
    }
  }

  function refreshSoon(): void {
    pause ??= setTimeout(() => {
      pause = undefined;
      if (document.visibilityState === 'visible') void addUp();
    }, pauseMs);
  }

  function startAgain(): void {
    totals.value = null;
    void addUp();
  }

  watch(() => JSON.stringify(query()), startAgain, { immediate: true });
  onUnmounted(() => {
    controller?.abort();
    clearTimeout(pause);
  });
  return { totals, isFailed, addUp, refreshSoon };
}
