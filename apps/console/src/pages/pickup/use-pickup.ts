import type { Pickup } from '@mashang/contract';
import { onMounted, ref, shallowRef } from 'vue';
import { ApiError, call } from '../../shared/api.ts';

/** What waits behind a link, and taking it. */
export function usePickup(token: string | null) {
  const pickup = shallowRef<Pickup | null>(null);
  const failure = shallowRef<ApiError | null>(null);
  /** The link says nothing we know: mistyped, cut off or replaced by a new one. */
  const isUnknown = ref(token === null);
  const isBusy = ref(false);
  /** Started by this visit: the address stays good for a while, so that it can be tried again. */
  const started = shallowRef<{ path: string; expiresAt: string } | null>(null);

  async function ask(work: (token: string) => Promise<void>): Promise<void> {
    if (token === null || isBusy.value) return;
    isBusy.value = true;
    failure.value = null;
    try {
      await work(token);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'delivery_not_found') isUnknown.value = true;
      else failure.value = error;
    } finally {
      isBusy.value = false;
    }
  }

  const look = (): Promise<void> =>
    ask(async (known) => {
      pickup.value = await call('POST /api/pickups', { body: { token: known } });
    });

  /** Counted only when it is started; the same start serves every further try of this visit. */
  async function take(): Promise<void> {
    if (!started.value || new Date(started.value.expiresAt) <= new Date()) {
      await ask(async (known) => {
        started.value = await call('POST /api/pickups/downloads', { body: { token: known } });
      });
    }
    if (started.value && !failure.value) fetchFile(started.value.path);
    await lookQuietly();
  }

  /** What is left, after it was counted; a refusal to start says why the same way. */
  async function lookQuietly(): Promise<void> {
    if (token === null) return;
    try {
      pickup.value = await call('POST /api/pickups', { body: { token } });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  onMounted(look);
  return { pickup, failure, isUnknown, isBusy, started, look, take };
}

/** The browser writes it to the disk as it comes, and can go on after a break. */
function fetchFile(path: string): void {
  const link = document.createElement('a');
  link.href = path;
  link.download = '';
  link.click();
}
