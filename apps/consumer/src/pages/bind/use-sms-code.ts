import { computed, onUnmounted, ref } from 'vue';
import { ApiError, call } from '../../shared/api.ts';
import { recall, remember } from '../../shared/storage.ts';
import { formatCountdown, parseCountdown, secondsLeft } from './countdown.ts';

const storageKey = 'smsCountdown';

/** Asking for an SMS code, and the wait until one may ask again (survives a reload of the page). */
export function useSmsCode() {
  const sending = ref(false);
  const nowMs = ref(Date.now());
  const countdown = ref(parseCountdown(recall(storageKey)));
  const waitSeconds = computed(() => secondsLeft(countdown.value, nowMs.value));

  const timer = setInterval(() => (nowMs.value = Date.now()), 500);
  onUnmounted(() => clearInterval(timer));

  function startWaiting(seconds: number): void {
    nowMs.value = Date.now();
    countdown.value = { startedAtMs: nowMs.value, seconds };
    remember(storageKey, formatCountdown(countdown.value));
  }

  async function send(mobile: string, agreedPolicyVersion: string): Promise<void> {
    sending.value = true;
    try {
      const body = { mobile, agreedPolicyVersion };
      const reply = await call('POST /api/sms-codes', { body });
      startWaiting(reply.resendAfterSeconds);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'sms_too_soon') {
        startWaiting(Number(error.details['resendAfterSeconds'] ?? 60));
      }
      throw error;
    } finally {
      sending.value = false;
    }
  }

  return { sending, waitSeconds, send };
}
