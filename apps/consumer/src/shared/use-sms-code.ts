import { computed, onUnmounted, ref, type Ref } from 'vue';
import { ApiError } from './api.ts';
import { recall, remember } from './storage.ts';
import { formatCountdown, isForMobile, parseCountdown, secondsLeft } from './countdown.ts';

const storageKey = 'smsCountdown';

/**
 * Asking for an SMS code, and the wait until one may ask again (survives a reload of the page).
 * The wait is for one number: `mobileInField` may be masked, its last four digits count.
 */
export function useSmsCode(mobileInField: Ref<string>) {
  const sending = ref(false);
  const nowMs = ref(Date.now());
  const countdown = ref(parseCountdown(recall(storageKey)));
  const waitSeconds = computed(() =>
    isForMobile(countdown.value, mobileInField.value)
      ? secondsLeft(countdown.value, nowMs.value)
      : 0,
  );

  const timer = setInterval(() => (nowMs.value = Date.now()), 500);
  onUnmounted(() => clearInterval(timer));

  function startWaiting(mobile: string, seconds: number): void {
    nowMs.value = Date.now();
    countdown.value = { startedAtMs: nowMs.value, seconds, last4: mobile.slice(-4) };
    remember(storageKey, formatCountdown(countdown.value));
  }

  async function send(
    mobile: string,
    request: () => Promise<{ resendAfterSeconds: number }>,
  ): Promise<void> {
    sending.value = true;
    try {
      const reply = await request();
      startWaiting(mobile, reply.resendAfterSeconds);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'sms_too_soon') {
        startWaiting(mobile, Number(error.details['retryAfterSeconds'] ?? 60));
      }
      throw error;
    } finally {
      sending.value = false;
    }
  }

  return { sending, waitSeconds, send };
}
