import type { Clock } from '../../../platform/clock.ts';
import { clientNetwork } from '../../../platform/client-network.ts';
import type { Db } from '../../../platform/database.ts';
import { Refusal } from '../../../platform/errors.ts';
import { countUse, refuseAtLimit } from '../../../platform/rate-limit.ts';

/** Parts of files are asked for too: a download manager may be quick. */
const askedLimit = { name: 'pickup:asked', windowSeconds: 60, max: 120 };
/** A link that was copied wrong is tried a few times. */
const wrongLimit = { name: 'pickup:wrong', windowSeconds: 60 * 60, max: 20 };

/**
 * Runs what answers a token or a ticket, within the limits of an address. Beyond them right and wrong
 * ones are refused alike.
 */
export function createPickupLimits({ db, clock }: { db: Db; clock: Clock }) {
  return async function limited<Answer>(
    address: string,
    answer: () => Promise<Answer>,
  ): Promise<Answer> {
    const network = clientNetwork(address);
    await countUse(db, askedLimit, network, clock.now());
    await refuseAtLimit(db, wrongLimit, network, clock.now());
    try {
      return await answer();
    } catch (error) {
      const isWrong = error instanceof Refusal && error.code === 'delivery_not_found';
      if (isWrong) await countUse(db, wrongLimit, network, clock.now());
      throw error;
    }
  };
}
