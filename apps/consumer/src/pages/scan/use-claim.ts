import type { ReplyOf } from '@mashang/contract';
import { ref, shallowRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { ApiError, call } from '../../shared/api.ts';
import { attemptFor, finishAttempt } from '../../shared/attempts.ts';
import { loadSession, setBalance } from '../../shared/session.ts';
import type { Reading } from './code-text.ts';

export type Outcome = ReplyOf<'POST /api/scans'>;

interface Claim extends Reading {
  /** Absent for a scan just made. */
  attemptId?: string;
}

/** A code on its way to becoming points: in flight, answered, or failed and ready for a retry. */
export function useClaim() {
  const route = useRoute();
  const router = useRouter();
  const claiming = ref(false);
  const outcome = shallowRef<Outcome>();
  const failure = shallowRef<unknown>();
  /** What is being claimed, or was: an appeal starts with it. */
  const scanned = shallowRef<Required<Claim>>();

  async function claim({ text, scanType, attemptId }: Claim): Promise<void> {
    // A double tap, or a camera that reads the code in two frames, is one scan.
    if (claiming.value) return;
    claiming.value = true;
    const body = { text, scanType, attemptId: attemptId ?? attemptFor(text) };
    scanned.value = body;
    outcome.value = undefined;
    failure.value = undefined;
    try {
      outcome.value = await call('POST /api/scans', { body });
      finishAttempt(text);
      if ('balance' in outcome.value) setBalance(outcome.value.balance);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'not_signed_in') await askToBind();
      else failure.value = error;
    } finally {
      claiming.value = false;
    }
  }

  async function askToBind(): Promise<void> {
    await loadSession();
    await router.replace({ path: '/bind', query: { to: route.fullPath } });
  }

  async function retry(): Promise<void> {
    if (scanned.value) await claim(scanned.value);
  }

  function reset(): void {
    outcome.value = undefined;
    failure.value = undefined;
  }

  return { claiming, outcome, failure, scanned, claim, retry, reset };
}
