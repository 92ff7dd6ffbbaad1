import type { MemberDetail } from '@mashang/contract';
import { shallowRef, watch } from 'vue';
import { ApiError, call } from '../../shared/api.ts';

/** One member as the server has them, read again whenever another is asked for. */
export function useMember(memberId: () => number) {
  const member = shallowRef<MemberDetail | null>(null);
  const failure = shallowRef<ApiError | null>(null);

  async function load(): Promise<void> {
    const asked = memberId();
    failure.value = null;
    try {
      const reply = await call('GET /api/hq/members/:memberId', { params: { memberId: asked } });
      if (asked === memberId()) member.value = reply;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (asked === memberId()) failure.value = error;
    }
  }

  watch(
    memberId,
    () => {
      member.value = null;
      void load();
    },
    { immediate: true },
  );
  return { member, failure, load };
}
