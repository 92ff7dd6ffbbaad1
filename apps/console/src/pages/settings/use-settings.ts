import type { Settings } from '@mashang/contract';
import { onMounted, shallowRef } from 'vue';
import { ApiError, call } from '../../shared/api.ts';

/** Everything head office may set, asked for when a page opens. */
export function useSettings() {
  const settings = shallowRef<Settings | null>(null);
  const error = shallowRef<ApiError | null>(null);

  async function load(): Promise<void> {
    error.value = null;
    try {
      settings.value = await call('GET /api/hq/settings', {});
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught;
      error.value = caught;
    }
  }
  onMounted(load);

  return { settings, error, load };
}
