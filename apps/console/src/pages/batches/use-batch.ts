import type { Batch, BatchCounts } from '@mashang/contract';
import { ref, shallowRef, watch } from 'vue';
import type { ShallowRef } from 'vue';
import { ApiError, call } from '../../shared/api.ts';

/** One batch and what its codes have met with; what is shown stays while it is asked for again. */
export function useBatch(batchId: () => number) {
  const batch = shallowRef<Batch | null>(null);
  const counts = shallowRef<BatchCounts | null>(null);
  /** Told only while there is nothing to show: what was true a minute ago says more. */
  const failure = shallowRef<ApiError | null>(null);
  const countsFailure = shallowRef<ApiError | null>(null);
  /** Grows whenever the ranges, deliveries and history may have changed. */
  const version = ref(0);
  let question = 0;

  /** Counting may take longer, or fail: the batch does not wait for it. */
  async function refresh(): Promise<void> {
    const mine = ++question;
    const params = { batchId: batchId() };
    await Promise.all([
      ask(mine, failure, async () => {
        const one = await call('GET /api/hq/batches/:batchId', { params });
        if (mine === question) take(one);
      }),
      ask(mine, countsFailure, async () => {
        const met = await call('GET /api/hq/batches/:batchId/counts', { params });
        if (mine === question) counts.value = met;
      }),
    ]);
  }

  async function ask(
    mine: number,
    trouble: ShallowRef<ApiError | null>,
    read: () => Promise<void>,
  ): Promise<void> {
    try {
      await read();
      if (mine === question) trouble.value = null;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (mine === question) trouble.value = error;
    }
  }

  /** What others did to ranges may show nowhere else: the lists below are read again each time. */
  function take(news: Batch): void {
    if (batch.value) version.value += 1;
    batch.value = news;
  }

  /** Shows what a change has made of the batch, and asks for the counts behind it. */
  async function showChanged(news: Batch): Promise<void> {
    batch.value = news;
    await refresh();
  }

  watch(batchId, (id) => {
    if (id === 0) return;
    batch.value = null;
    counts.value = null;
    failure.value = null;
    countsFailure.value = null;
    void refresh();
  });
  return { batch, counts, failure, countsFailure, version, refresh, showChanged };
}
