import type { MemberImport } from '@mashang/contract';
import { onUnmounted, shallowRef, watch } from 'vue';
import { ApiError, call } from '../../shared/api.ts';
import { isMoving } from './import-progress.ts';

const pollMs = 1000;

/** Watches one file until it comes to rest. Lost connections are tried again with each look. */
export function useMemberImport(memberImportId: () => number) {
  const memberImport = shallowRef<MemberImport | null>(null);
  const error = shallowRef<ApiError | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isGone = false;

  async function look(): Promise<void> {
    clearTimeout(timer);
    const asked = memberImportId();
    try {
      const params = { memberImportId: asked };
      const latest = await call('GET /api/hq/member-imports/:memberImportId', { params });
      if (asked !== memberImportId()) return;
      memberImport.value = latest;
      error.value = null;
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught;
      if (asked !== memberImportId()) return;
      error.value = caught;
    }
    lookAgain();
  }

  function lookAgain(): void {
    clearTimeout(timer);
    const isOver = memberImport.value !== null && !isMoving(memberImport.value);
    const isHopeless = error.value?.status === 404 || error.value?.status === 401;
    if (!isOver && !isHopeless && !isGone) timer = setTimeout(() => void look(), pollMs);
  }

  /** Shows what a write answered, and goes on watching. */
  function show(latest: MemberImport): void {
    memberImport.value = latest;
    lookAgain();
  }

  onUnmounted(() => {
    isGone = true;
    clearTimeout(timer);
  });
  watch(
    memberImportId,
    () => {
      memberImport.value = null;
      error.value = null;
      void look();
    },
    { immediate: true },
  );
  return { memberImport, error, look, show };
}
