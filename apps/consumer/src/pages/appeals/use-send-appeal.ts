import type { OwnAppeal } from '@mashang/contract';
import { computed, ref, shallowRef } from 'vue';
import { call } from '../../shared/api.ts';
import { member, noticeLostSession } from '../../shared/session.ts';
import { beginAppeal, finishAppeal, isAnswer, unansweredAppeal } from './appeal-attempts.ts';
import type { NewAppeal } from './appeal-attempts.ts';
import { dropDraft } from './appeal-draft.ts';

/** An appeal on its way to head office: exactly one, however often the button is pressed. */
export function useSendAppeal() {
  const owner = computed(() => member.value?.mobileMasked ?? '');
  const sending = ref(false);
  /** It was sent and nobody knows what became of it. */
  const unanswered = shallowRef(unansweredAppeal(owner.value));
  /** Why there was no answer. */
  const failure = shallowRef<unknown>();

  /** Sends it. Undefined: no answer yet. @throws ApiError when it was refused */
  async function send(wish: Omit<NewAppeal, 'attemptId'>): Promise<OwnAppeal | undefined> {
    // A double tap is one appeal.
    if (sending.value) return undefined;
    sending.value = true;
    failure.value = undefined;
    const body = unanswered.value ?? beginAppeal(wish, owner.value);
    try {
      const appeal = await call('POST /api/me/appeals', { body }, { timeoutMs: 15_000 });
      finish();
      dropDraft();
      return appeal;
    } catch (error) {
      if (isAnswer(error)) {
        finish();
        throw error;
      }
      failure.value = error;
      unanswered.value = body;
      await noticeLostSession(error);
      return undefined;
    } finally {
      sending.value = false;
    }
  }

  /** Gives up on what was never answered. */
  function finish(): void {
    finishAppeal();
    unanswered.value = undefined;
    failure.value = undefined;
  }

  return { owner, sending, unanswered, failure, send, finish };
}
