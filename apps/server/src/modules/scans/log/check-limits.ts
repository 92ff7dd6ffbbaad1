import type { Clock } from '../../../platform/clock.ts';
import { clientNetwork } from '../../../platform/client-network.ts';
import type { Db } from '../../../platform/database.ts';
import { Refusal, tooManyRequests } from '../../../platform/errors.ts';
import { countUse } from '../../../platform/rate-limit.ts';

export interface CheckLimits {
  checksPerMinuteMax: number;
  checksPerDayMax: number;
}

const daySeconds = 24 * 60 * 60;
/** Networks known to be over their limit; a flood from more of them asks the database again. */
const refusedMax = 10_000;

/**
 * Counts checks by network, a minute and a day, across processes. Who was refused is refused again
 * from memory until the window ends: a script that hammers the page costs no statement.
 */
export function createCheckLimits({ db, clock }: { db: Db; clock: Clock }) {
  const refusedUntilMs = new Map<string, number>();

  function refuseFromMemory(network: string, nowMs: number): void {
    const leftMs = (refusedUntilMs.get(network) ?? 0) - nowMs;
    // More than a day: the clock was set back.
    if (leftMs > 0 && leftMs <= daySeconds * 1_000)
      throw tooManyRequests(Math.ceil(leftMs / 1_000));
    refusedUntilMs.delete(network);
  }

  /** @throws Refusal too_many_requests */
  return async function countCheck(address: string, limits: CheckLimits): Promise<void> {
    const now = clock.now();
    const network = clientNetwork(address);
    refuseFromMemory(network, now.getTime());
    const minute = { name: 'check:minute', windowSeconds: 60, max: limits.checksPerMinuteMax };
    const day = { name: 'check:day', windowSeconds: daySeconds, max: limits.checksPerDayMax };
    try {
      await countUse(db, minute, network, now);
      await countUse(db, day, network, now);
    } catch (error) {
      if (error instanceof Refusal && error.retryAfterSeconds !== undefined) {
        if (refusedUntilMs.size >= refusedMax) refusedUntilMs.clear();
        refusedUntilMs.set(network, now.getTime() + error.retryAfterSeconds * 1_000);
      }
      throw error;
    }
  };
}
