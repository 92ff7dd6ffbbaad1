import type { CodeImport, ImportState } from '@mashang/contract';
import { computed, onUnmounted, shallowRef, watch } from 'vue';
import { ApiError, call } from '../../shared/api.ts';
import { measureSpeed } from './import-speed.ts';
import type { Progress } from './import-speed.ts';

const pollMs = 1000;
const looksMax = 8;

const moving: readonly ImportState[] = ['receiving', 'waiting', 'reading', 'comparing', 'storing'];

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
    const { state, linesRead, fractionDone } = latest;
    const isSameStep = codeImport.value?.state === state;
    codeImport.value = latest;
    // Behind the reading all lines are known, and a step goes over them again.
    const linesDone = state === 'reading' ? linesRead : linesRead * fractionDone;
    const seen = { linesDone, fractionDone, atMs: performance.now() };
    looks.value = isSameStep ? [...looks.value, seen].slice(-looksMax) : [seen];
    if (isMoving(state) && timer === undefined) timer = setTimeout(() => void look(), pollMs);
  }

  async function look(): Promise<void> {
    stopTimer();
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
    stopTimer();
    if (!isOver && !isHopeless && !isGone) timer = setTimeout(() => void look(), pollMs);
  }

  function stopTimer(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  let isGone = false;
  onUnmounted(() => {
    isGone = true;
    stopTimer();
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
