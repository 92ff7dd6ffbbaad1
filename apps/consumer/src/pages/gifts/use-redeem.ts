import type { ReplyOf } from '@mashang/contract';
import { computed, ref, shallowRef } from 'vue';
import type { Ref } from 'vue';
import { ApiError, call } from '../../shared/api.ts';
import {
  loadSession,
  member,
  noticeLostSession,
  refreshSession,
  setBalance,
} from '../../shared/session.ts';
import { useLoad } from '../../shared/use-load.ts';
import {
  beginRedemption,
  finishRedemption,
  isAnswer,
  unansweredRedemption,
} from './redeem-attempts.ts';
import { adviceFor } from './refusal-advice.ts';
import type { Advice } from './refusal-advice.ts';

type Answer = ReplyOf<'POST /api/me/redemptions'>;

/** One gift on its way to becoming a redemption: exactly once, however often the button is pressed. */
export function useRedeem(giftId: Ref<number>) {
  const {
    value: gift,
    failure: giftFailure,
    load: loadGift,
  } = useLoad(() => call('GET /api/gifts/:giftId', { params: { giftId: giftId.value } }));
  const sending = ref(false);
  /** It was sent and nobody knows what became of it. */
  const unanswered = shallowRef(unansweredRedemption(giftId.value));
  const failure = shallowRef<unknown>();
  const advice = shallowRef<Advice>();
  const balance = computed(() => member.value?.balance ?? 0);

  /** Sends the wish, or what was sent before and never answered. Returns the answer if it went through. */
  async function redeem(wish: {
    quantity: number;
    addressId: number;
    note: string;
  }): Promise<Answer | undefined> {
    if (!gift.value) return undefined;
    const { pointsPrice } = gift.value;
    return await send(beginRedemption({ giftId: giftId.value, pointsPrice, ...wish }));
  }

  async function askAgain(): Promise<Answer | undefined> {
    return unanswered.value && (await send(unanswered.value));
  }

  async function send(body: ReturnType<typeof beginRedemption>): Promise<Answer | undefined> {
    // A double tap is one redemption.
    if (sending.value) return undefined;
    sending.value = true;
    failure.value = undefined;
    advice.value = undefined;
    try {
      const answer = await call('POST /api/me/redemptions', { body }, { timeoutMs: 15_000 });
      finish();
      setBalance(answer.balance);
      // A notice came with it.
      void refreshSession();
      return answer;
    } catch (error) {
      if (isAnswer(error)) await explain(error, body.quantity);
      else leaveOpen(error);
      await noticeLostSession(error);
      return undefined;
    } finally {
      sending.value = false;
    }
  }

  function finish(): void {
    finishRedemption(giftId.value);
    unanswered.value = undefined;
  }

  async function explain(error: unknown, quantity: number): Promise<void> {
    finish();
    await Promise.all([loadGift(), loadSession().catch(() => undefined)]);
    if (giftFailure.value instanceof ApiError) gift.value = undefined;
    advice.value = adviceFor(error, gift.value, { quantity, balance: balance.value });
  }

  function leaveOpen(error: unknown): void {
    failure.value = error;
    unanswered.value = unansweredRedemption(giftId.value);
  }

  return {
    gift,
    giftFailure,
    loadGift,
    balance,
    sending,
    unanswered,
    failure,
    advice,
    redeem,
    askAgain,
  };
}
