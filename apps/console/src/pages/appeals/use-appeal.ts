import type { AppealDetail } from '@mashang/contract';
import { shallowRef, watch } from 'vue';
import { ApiError, call } from '../../shared/api.ts';

/** One appeal as the server has it, read again whenever another is asked for. */
export function useAppeal(appealId: () => number) {
  const appeal = shallowRef<AppealDetail | null>(null);
  const failure = shallowRef<ApiError | null>(null);

  async function load(): Promise<void> {
    const asked = appealId();
    failure.value = null;
    try {
      const reply = await call('GET /api/hq/appeals/:appealId', { params: { appealId: asked } });
      if (asked === appealId()) appeal.value = reply;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (asked === appealId()) failure.value = error;
    }
  }

  watch(
    appealId,
    () => {
      appeal.value = null;
      void load();
    },
    { immediate: true },
  );
  return { appeal, failure, load };
}
