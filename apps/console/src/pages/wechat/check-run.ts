import type { WechatCheck, WechatCheckName } from '@mashang/contract';
import { computed, reactive } from 'vue';
import { ApiError } from '../../shared/api.ts';

/** How far one check is; what it found before stays until it has been tried anew. */
export interface CheckProgress {
  phase: 'queued' | 'running' | 'done';
  result: WechatCheck | null;
  /** Why there is no new result. */
  failure: ApiError | null;
}
export type CheckState = WechatCheck['state'] | 'waiting' | 'queued' | 'running' | 'unanswered';

/** More would not be faster: the platform answers them all from one place. */
const atOnceMax = 2;

/**
 * Tries checks, two at a time, in the order they were asked for. It lives outside the page: who
 * leaves and comes back finds it going on, or done.
 */
export function createCheckRun(ask: (check: WechatCheckName) => Promise<WechatCheck>) {
  const progress = reactive(new Map<WechatCheckName, CheckProgress>());
  const queue: WechatCheckName[] = [];
  /** Asked for together: what "3 of 11" counts. */
  const round = reactive(new Set<WechatCheckName>());
  let running = 0;
  let account = '';

  const isBusy = computed(() => [...progress.values()].some(({ phase }) => phase !== 'done'));
  const counts = computed(() => ({
    done: [...round].filter((check) => progress.get(check)?.phase === 'done').length,
    total: round.size,
  }));

  /** Tries these, besides those under way. */
  function run(checks: readonly WechatCheckName[]): void {
    if (!isBusy.value) round.clear();
    for (const check of checks) {
      const known = progress.get(check);
      if (known && known.phase !== 'done') continue;
      round.add(check);
      progress.set(check, { phase: 'queued', result: known?.result ?? null, failure: null });
      queue.push(check);
    }
    startNext();
  }

  function startNext(): void {
    while (running < atOnceMax) {
      const check = queue.shift();
      if (check === undefined) return;
      running += 1;
      void tryOne(check).finally(() => {
        running -= 1;
        startNext();
      });
    }
  }

  async function tryOne(check: WechatCheckName): Promise<void> {
    const mine = account;
    const before = progress.get(check)?.result ?? null;
    progress.set(check, { phase: 'running', result: before, failure: null });
    let result: WechatCheck | null = null;
    let failure: ApiError | null = null;
    try {
      result = await ask(check);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      failure = error;
    }
    if (mine === account) progress.set(check, { phase: 'done', result, failure });
  }

  /** What was found of another account says nothing of this one. */
  function useAccount(appId: string): void {
    if (appId === account) return;
    account = appId;
    queue.length = 0;
    progress.clear();
    round.clear();
  }

  return { progress, counts, isBusy, run, useAccount };
}

/** The one word for how far a check is. */
export function stateOf(progress: CheckProgress | undefined): CheckState {
  if (!progress) return 'waiting';
  if (progress.phase !== 'done') return progress.phase;
  return progress.failure ? 'unanswered' : (progress.result?.state ?? 'waiting');
}
