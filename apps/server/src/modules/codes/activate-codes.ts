import type { Tx } from '../../platform/database.ts';
import { Refusal } from '../../platform/errors.ts';
import { changeRanges, type RangeChange } from './change-ranges.ts';
import { codeStateOf } from './code-state.ts';
import { productMissing } from './errors.ts';
import { refuseState } from './refuse-state.ts';

export interface Activation extends RangeChange {
  /** Absent or past: now. */
  activatesAt?: Date | undefined;
}

/** A year typed wrong would be a batch that never pays. */
const aheadMaxMs = 5 * 366 * 86_400_000;

/**
 * Lets codes pay, from now or from a moment on; a plan can be replaced by another. What is active
 * already, frozen or void stays so; codes without a product refuse the whole with product_missing.
 */
export async function activateCodes(tx: Tx, activation: Activation): Promise<void> {
  const { now, activatesAt = now } = activation;
  const isPlan = activatesAt > now;
  if (activatesAt.getTime() - now.getTime() > aheadMaxMs) throw tooFarAhead();
  const activatedAt = isPlan ? activatesAt : now;
  await changeRanges(tx, activation, {
    action: isPlan ? 'scheduled' : 'activated',
    details: isPlan ? { activatesAt: activatedAt.toISOString() } : {},
    change(range) {
      const isReady = range.state === 'minted' || codeStateOf(range, now) === 'scheduled';
      if (!isReady || Number(range.activatedAt) === activatedAt.getTime()) return null;
      if (range.productId === null) throw productMissing(range.firstSerial, range.lastSerial);
      return { state: 'activated', activatedAt };
    },
    refuseNone: refuseState('激活', now),
  });
}

function tooFarAhead(): Refusal {
  return new Refusal('bad_request', 400, '定时激活的时间最多在五年之内，请检查年份');
}
