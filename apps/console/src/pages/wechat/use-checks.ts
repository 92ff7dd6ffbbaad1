import type { ReplyOf } from '@mashang/contract';
import { onMounted, shallowRef } from 'vue';
import { ApiError, call } from '../../shared/api.ts';
import { createCheckRun } from './check-run.ts';

/** Goes on while somebody looks at another page. */
const checkRun = createCheckRun((check) =>
  call('POST /api/hq/wechat/checks/:check', { params: { check }, body: {} }),
);

/** What can be tested of the account, and how far testing is. */
export function useChecks() {
  const plan = shallowRef<ReplyOf<'GET /api/hq/wechat/checks'> | null>(null);
  const error = shallowRef<ApiError | null>(null);

  async function load(): Promise<void> {
    error.value = null;
    try {
      const found = await call('GET /api/hq/wechat/checks', {});
      checkRun.useAccount(found.appId);
      plan.value = found;
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught;
      error.value = caught;
    }
  }
  onMounted(load);

  return { plan, error, load, checkRun };
}
