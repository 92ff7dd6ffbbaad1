import { setTimeout as sleep } from 'node:timers/promises';

/** Rests in proportion to the time worked since the last call; call it every few milliseconds. */
export type GiveWay = () => Promise<void>;

/** Longest rest at a time: who was told to be slow looks again soon. */
const restMaxMs = 500;
/** Shorter ones are saved up: a timer is no more exact than that. */
const restMinMs = 4;

/** @param dutyPercent the share of the time that may be worked, asked every time; 100: all of it */
export function createGiveWay(dutyPercent: () => number): GiveWay {
  let sinceMs = performance.now();
  return async () => {
    const duty = Math.min(100, Math.max(1, dutyPercent())) / 100;
    const nowMs = performance.now();
    if (duty === 1) {
      sinceMs = nowMs;
      return;
    }
    const restMs = (nowMs - sinceMs) * (1 / duty - 1);
    if (restMs < restMinMs) return;
    await sleep(Math.min(restMs, restMaxMs));
    sinceMs = performance.now();
  };
}
