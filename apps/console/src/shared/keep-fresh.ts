import type { PointsEntry } from '@mashang/contract';
import { onMounted, onUnmounted } from 'vue';
import { useOverhearing } from './live.ts';

const refreshMsDefault = 60_000;
/** Much may happen in one second; asking that often would help nobody. */
const pauseMs = 2000;

/**
 * Refreshes something while a component lives: at once, every minute (or `refreshMs`) one is looking,
 * and soon after entries for which `isDue` says so.
 */
export function useKeptFresh(
  refresh: () => Promise<void>,
  isDue: (entries: PointsEntry[]) => boolean,
  refreshMs = refreshMsDefault,
): void {
  let timer: ReturnType<typeof setInterval> | undefined;
  let pause: ReturnType<typeof setTimeout> | undefined;

  const refreshSoon = () => {
    pause ??= setTimeout(() => {
      pause = undefined;
      void refresh();
    }, pauseMs);
  };
  const refreshIfSeen = () => {
    if (document.visibilityState === 'visible') void refresh();
  };

  useOverhearing({
    onEntries: (entries) => {
      if (isDue(entries)) refreshSoon();
    },
    onGap: refreshSoon,
  });
  onMounted(() => {
    void refresh();
    timer = setInterval(refreshIfSeen, refreshMs);
    document.addEventListener('visibilitychange', refreshIfSeen);
  });
  onUnmounted(() => {
    clearInterval(timer);
    clearTimeout(pause);
    document.removeEventListener('visibilitychange', refreshIfSeen);
  });
}
