import type { Tx } from '../../platform/database.ts';
import { changeRanges, type RangeChange } from './change-ranges.ts';
import { voidUnconfirmed } from './errors.ts';
import { refuseState } from './refuse-state.ts';

export interface Voiding extends RangeChange {
  /** The number of serials that will be void, as the one who does it was told. */
  confirmedSerials: number;
}

/** Ends codes for good. Refused when it would be more or fewer of them than was confirmed. */
export async function voidCodes(tx: Tx, voiding: Voiding): Promise<void> {
  const { confirmedSerials } = voiding;
  await changeRanges(tx, voiding, {
    action: 'voided',
    change: ({ state }) => (state === 'void' ? null : { state: 'void' }),
    approve(runs) {
      const serials = runs.reduce((sum, run) => sum + run.lastSerial - run.firstSerial + 1, 0);
      if (serials !== confirmedSerials) throw voidUnconfirmed(serials);
    },
    refuseNone: refuseState('作废', voiding.now),
  });
}
