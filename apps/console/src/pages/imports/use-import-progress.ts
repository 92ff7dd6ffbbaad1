import type { CodeImport, ImportState } from '@mashang/contract';
import { computed, onUnmounted, shallowRef, watch } from 'vue';
import { ApiError, call } from '../../shared/api.ts';
import { measureSpeed } from './import-speed.ts';
import type { Progress } from './import-speed.ts';

const pollMs = 1000;
const looksMax = 8;

const moving: readonly ImportState[] = ['receiving', 'waiting', 'running'];

export function isMoving(state: ImportState): boolean {
  return moving.includes(state);
}

/** Watches one import until it comes to rest. Lost connections are tried again with each look. */
export function useImportProgress(importId: () => number) {
  const codeImport = shallowRef<CodeImport | null>(null);
  const error = shallowRef<ApiError | null>(null);
  const looks = shallowRef<Progress[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(latest: CodeImport): void {
    const { linesRead, bytesDone, fileBytes } = latest;
    codeImport.value = latest;
    const look = { linesRead, bytesDone, fileBytes, atMs: performance.now() };
    looks.value = latest.state === 'running' ? [...looks.value, look].slice(-looksMax) : [];
  }

  async function look(): Promise<void> {
    clearTimeout(timer);
    const asked = importId();
    try {
      const latest = await call('GET /api/hq/code-imports/:importId', {
        params: { importId: asked },
      });
      if (asked !== importId()) return;
      error.value = null;
      show(latest);
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught;
      if (asked === importId()) error.value = caught;
    }
    const isOver = codeImport.value !== null && !isMoving(codeImport.value.state);
    const isHopeless = error.value?.status === 404 || error.value?.status === 401;
    clearTimeout(timer);
    if (!isOver && !isHopeless && !isGone) timer = setTimeout(() => void look(), pollMs);
  }

  let isGone = false;
  onUnmounted(() => {
    isGone = true;
    clearTimeout(timer);
  });
  watch(
    importId,
    () => {
      codeImport.value = null;
      looks.value = [];
      void look();
    },
    { immediate: true },
  );

  const speed = computed(() => measureSpeed(looks.value));
  return { codeImport, error, speed, look, show };
}
