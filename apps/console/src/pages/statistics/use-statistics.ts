import { onUnmounted, ref, shallowRef, watch } from 'vue';
import { ApiError, call } from '../../shared/api.ts';
import { useLive } from '../../shared/live.ts';
import type { Statistics } from './chart.ts';
import type { StatisticsQuery } from './question.ts';

const pauseMs = 5000;

export interface Answer {
  query: StatisticsQuery;
  statistics: Statistics;
  /** When it was asked: what lay ahead then has no figures. */
  askedAt: Date;
}

/**
 * The answer to a question, asked again when the question changes and — while its period is still
 * running — when points are given, at most every five seconds.
 */
export function useStatistics(query: (now: Date) => StatisticsQuery) {
  const answer = shallowRef<Answer | null>(null);
  const error = shallowRef<ApiError | null>(null);
  const isAsking = ref(false);
  let controller: AbortController | null = null;
  let pause: ReturnType<typeof setTimeout> | undefined;

  async function ask(): Promise<void> {
    controller?.abort();
    controller = new AbortController();
    const { signal } = controller;
    const askedAt = new Date();
    const asked = query(askedAt);
    isAsking.value = true;
    try {
      const statistics = await call('GET /api/hq/statistics', { query: asked, signal });
      answer.value = { query: asked, statistics, askedAt };
      error.value = null;
    } catch (caught) {
      if (signal.aborted) return;
      if (!(caught instanceof ApiError)) throw caught;
      error.value = caught;
    } finally {
      if (!signal.aborted) isAsking.value = false;
    }
  }

  function refreshSoon(): void {
    const now = new Date();
    if (Date.parse(query(now).to) <= now.getTime()) return;
    pause ??= setTimeout(() => {
      pause = undefined;
      if (document.visibilityState === 'visible') void ask();
    }, pauseMs);
  }

  useLive({
    onEntries: (entries) => {
      if (entries.some(({ kind }) => kind === 'award')) refreshSoon();
    },
    onGap: refreshSoon,
  });
  watch(() => JSON.stringify(query(new Date())), ask, { immediate: true });
  onUnmounted(() => {
    controller?.abort();
    clearTimeout(pause);
  });
  return { answer, error, isAsking, ask };
}
