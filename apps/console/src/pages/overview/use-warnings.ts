import type { ReplyOf } from '@mashang/contract';
import { computed, onMounted, shallowRef } from 'vue';
import { call } from '../../shared/api.ts';
import { staff } from '../../shared/session.ts';
import { texts } from '../../shared/texts.ts';
import { warningsOf } from './warnings.ts';

/** What somebody should see to, for those who may. It is a courtesy: failures stay silent. */
export function useWarnings() {
  const sms = shallowRef<ReplyOf<'GET /api/hq/sms/summary'> | null>(null);
  const settings = shallowRef<ReplyOf<'GET /api/hq/settings'> | null>(null);

  onMounted(async () => {
    if (staff.value?.role !== 'administrator') return;
    const [summary, known] = await Promise.all([
      call('GET /api/hq/sms/summary', {}).catch(() => null),
      call('GET /api/hq/settings', {}).catch(() => null),
    ]);
    sms.value = summary;
    settings.value = known;
  });

  return computed(() => warningsOf(sms.value, settings.value, texts.value.dashboard));
}
