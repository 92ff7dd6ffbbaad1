import type { Batch, BatchCounts } from '@mashang/contract';
import { ref, shallowRef, watch } from 'vue';
import { ApiError, call } from '../../shared/api.ts';

/** One batch and what its codes have met with; what is shown stays while it is asked for again. */
export function useBatch(batchId: () => number) {
  const batch = shallowRef<Batch | null>(null);
  const counts = shallowRef<BatchCounts | null>(null);
  const failure = shallowRef<ApiError | null>(null);
  /** Grows when the ranges, deliveries or history may have changed. */
  const version = ref(0);
  let question = 0;

  async function refresh(): Promise<void> {
    const asked = batchId();
    const mine = ++question;
    const params = { batchId: asked };
    try {
      const [one, met] = await Promise.all([
        call('GET /api/hq/batches/:batchId', { params }),
        call('GET /api/hq/batches/:batchId/counts', { params }),
      ]);
      if (mine !== question) return;
      failure.value = null;
      take(one);
      counts.value = met;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // What was true a minute ago says more than an empty page.
      if (mine === question && batch.value === null) failure.value = error;
    }
  }

  function take(news: Batch): void {
    if (batch.value && lifeOf(batch.value) !== lifeOf(news)) version.value += 1;
    batch.value = news;
  }

  /** Shows what a change has made of the batch, and asks for the counts behind it. */
  async function showChanged(news: Batch): Promise<void> {
    take(news);
    version.value += 1;
    await refresh();
  }

  watch(batchId, (id) => {
    if (id === 0) return;
    batch.value = null;
    counts.value = null;
    failure.value = null;
    void refresh();
  });
  return { batch, counts, failure, version, refresh, showChanged };
}

/** What changes when ranges, deliveries or claims do. */
function lifeOf(batch: Batch): string {
  const { state, rangeCount, productId, activatedAt, deliveryCount, claimedCount } = batch;
  return JSON.stringify([state, rangeCount, productId, activatedAt, deliveryCount, claimedCount]);
}
