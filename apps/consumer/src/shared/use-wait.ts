import { onUnmounted, ref, watch } from 'vue';
import type { Ref } from 'vue';

/** Counts down from the seconds given, anew whenever they change. 0: nothing to wait for. */
export function useWait(readSeconds: () => number): Readonly<Ref<number>> {
  const left = ref(0);
  let timer: ReturnType<typeof setInterval> | undefined;

  watch(readSeconds, start, { immediate: true });
  onUnmounted(() => clearInterval(timer));

  function start(seconds: number): void {
    clearInterval(timer);
    left.value = seconds;
    if (seconds <= 0) return;
    // The clock on the wall may be set meanwhile, and a hidden page ticks slowly: this one runs on.
    const startedAtMs = performance.now();
    timer = setInterval(() => {
      const passedSeconds = (performance.now() - startedAtMs) / 1000;
      left.value = Math.max(0, Math.ceil(seconds - passedSeconds));
      if (left.value === 0) clearInterval(timer);
    }, 500);
  }

  return left;
}
