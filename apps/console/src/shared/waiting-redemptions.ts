import type { PointsEntry } from '@mashang/contract';
import { onMounted, onUnmounted, ref } from 'vue';
import { call } from './api.ts';
import { useOverhearing } from './live.ts';

const refreshMs = 60_000;
/** Many members may redeem in one second; asking that often would help nobody. */
const pauseMs = 2000;

/** Redemptions that wait for head office: state applied. */
export const waitingCount = ref(0);

let question = 0;

/** Asks how many wait. When it cannot be known the number of before stays: it is only a courtesy. */
export async function refreshWaitingCount(): Promise<void> {
  const mine = ++question;
  const counts = await call('GET /api/hq/redemptions/counts', {
    query: { state: 'applied' },
  }).catch(() => null);
  if (counts && mine === question) waitingCount.value = counts.applied;
}

/** Keeps the count fresh while a component lives: every minute one is looking, and on live events. */
export function useWaitingCount(): void {
  let timer: ReturnType<typeof setInterval> | undefined;
  let pause: ReturnType<typeof setTimeout> | undefined;

  const refreshSoon = () => {
    pause ??= setTimeout(() => {
      pause = undefined;
      void refreshWaitingCount();
    }, pauseMs);
  };
  const refreshIfSeen = () => {
    if (document.visibilityState === 'visible') void refreshWaitingCount();
  };

  useOverhearing({
    onEntries: (entries: PointsEntry[]) => {
      if (entries.some(({ kind }) => kind === 'spend' || kind === 'refund')) refreshSoon();
    },
    onGap: refreshSoon,
  });
  onMounted(() => {
    void refreshWaitingCount();
    timer = setInterval(refreshIfSeen, refreshMs);
    document.addEventListener('visibilitychange', refreshIfSeen);
  });
  onUnmounted(() => {
    clearInterval(timer);
    clearTimeout(pause);
    document.removeEventListener('visibilitychange', refreshIfSeen);
  });
}
