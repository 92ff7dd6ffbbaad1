import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../platform/clock.ts';
import type { MessageStore } from './message-store.ts';

/** Who was not heard of for so long is dead; who lives says so more often. */
const silentMaxMs = 5_000;
/** How often it is looked whether there is an answer; slower and slower. */
const firstPauseMs = 50;
const pauseMaxMs = 1_000;
/** After three tries of the platform and everybody's patience. */
const waitMaxMs = 60_000;

/**
 * Waits for the answer of another process to a message. Null: that process is silent for too long, or
 * gave up, and the message is the caller's now; of many who wait it is so for one.
 */
export async function waitForOther(
  { store, clock }: { store: MessageStore; clock: Clock },
  key: string,
  signal: AbortSignal,
): Promise<{ text: string | null } | null> {
  const giveUpMs = performance.now() + waitMaxMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, pauseMaxMs)) {
    const stored = await store.read(key);
    if (stored?.answer) return stored.answer;
    const silentSince = new Date(clock.now().getTime() - silentMaxMs);
    const isOurs = stored
      ? stored.receivedAt <= silentSince && (await store.takeOver(key, silentSince))
      : await store.begin(key);
    if (isOurs) return null;
    if (performance.now() > giveUpMs) throw new Error('chat: another process never answered');
    await sleep(pauseMs, undefined, { signal, ref: false });
  }
}
