import type { ReplyOf } from '@mashang/contract';
import { onMounted, onUnmounted, ref, shallowRef } from 'vue';
import { ApiError, call } from '../../shared/api.ts';
import { loadSession } from '../../shared/session.ts';

type State = ReplyOf<'POST /api/scan-sign-ins/state'>['state'];

const pollMs = 2000;

/** A QR that signs this browser in by the phone, for as long as the component is there. */
export function useScanSignIn() {
  const signIn = createScanSignIn();
  onMounted(signIn.open);
  onUnmounted(signIn.close);
  return signIn;
}

/**
 * Asks for a QR, then every two seconds how far it is, as long as the page is looked at. The token
 * never leaves this memory.
 */
export function createScanSignIn() {
  const asked = shallowRef<ReplyOf<'POST /api/scan-sign-ins'>>();
  const state = ref<State>('waiting');
  const failure = shallowRef<unknown>();
  /** No answer just now; it goes on by itself. */
  const unreached = ref(false);
  /** Answers about a QR that is no longer shown are dropped. */
  let round = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function start(): Promise<void> {
    const mine = ++round;
    clearTimeout(timer);
    asked.value = failure.value = undefined;
    state.value = 'waiting';
    unreached.value = false;
    try {
      const reply = await call('POST /api/scan-sign-ins', { body: {} });
      if (mine !== round) return;
      asked.value = reply;
      pollLater();
    } catch (error) {
      if (mine === round) failure.value = error;
    }
  }

  function pollLater(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void poll(), pollMs);
  }

  async function poll(): Promise<void> {
    const mine = round;
    if (!asked.value || document.hidden) return;
    const { signInToken } = asked.value;
    try {
      const reply = await call('POST /api/scan-sign-ins/state', { body: { signInToken } });
      if (mine !== round) return;
      unreached.value = false;
      await take(reply.state);
    } catch (error) {
      if (mine !== round) return;
      if (!isPassing(error)) return void (failure.value = error);
      unreached.value = true;
    }
    if (state.value === 'waiting' || state.value === 'scanned') pollLater();
  }

  async function take(next: State): Promise<void> {
    state.value = next;
    // The gate in app.vue leads on from here; a new document asks again.
    if (next === 'signedIn') await loadSession().catch(() => location.reload());
  }

  /** Looked at again: ask at once, the phone may have answered meanwhile. */
  function lookAgain(): void {
    clearTimeout(timer);
    const isOpen = state.value === 'waiting' || state.value === 'scanned';
    if (!document.hidden && !failure.value && isOpen) void poll();
  }

  function open(): void {
    document.addEventListener('visibilitychange', lookAgain);
    void start();
  }

  function close(): void {
    round += 1;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', lookAgain);
  }

  return { asked, state, failure, unreached, start, open, close };
}

/** The network is away or the server busy: asking again later makes sense. */
function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500);
}
