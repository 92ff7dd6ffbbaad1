import type { Delivery } from '@mashang/contract';
import { ref, shallowRef, watch } from 'vue';
import { ApiError, call } from '../../shared/api.ts';

/** One delivery; what is shown stays while it is asked for again. */
export function useDelivery(deliveryId: () => number) {
  const delivery = shallowRef<Delivery | null>(null);
  const failure = shallowRef<ApiError | null>(null);
  /** Grows when downloads or marks may have changed. */
  const version = ref(0);

  async function refresh(): Promise<void> {
    const asked = deliveryId();
    try {
      const news = await call('GET /api/hq/deliveries/:deliveryId', {
        params: { deliveryId: asked },
      });
      if (asked === deliveryId()) show(news);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (asked === deliveryId()) failure.value = error;
    }
  }

  function show(news: Delivery): void {
    delivery.value = news;
    failure.value = null;
    version.value += 1;
  }

  watch(
    deliveryId,
    (id) => {
      delivery.value = null;
      failure.value = null;
      if (id > 0) void refresh();
    },
    { immediate: true },
  );
  return { delivery, failure, version, refresh, show };
}
