import type { Tx } from '../../platform/database.ts';
import { changeRanges, type RangeChange } from './change-ranges.ts';
import { refuseState } from './refuse-state.ts';

/**
 * Stops codes from paying, and from being activated, until they are thawed. Once this is committed
 * nothing of them is paid any more: claims under way end before, later ones see it.
 */
export async function freezeCodes(tx: Tx, asked: RangeChange): Promise<void> {
  await changeRanges(tx, asked, {
    action: 'frozen',
    change: ({ state }) =>
      state === 'minted' || state === 'activated' ? { state: 'frozen' } : null,
    refuseNone: refuseState('冻结', asked.now),
  });
}

/** Codes are again what they were when they were frozen; a plan whose time has come is in force. */
export async function thawCodes(tx: Tx, asked: RangeChange): Promise<void> {
  await changeRanges(tx, asked, {
    action: 'thawed',
    change: ({ state, activatedAt }) =>
      state === 'frozen' ? { state: activatedAt ? 'activated' : 'minted' } : null,
    refuseNone: refuseState('解冻', asked.now),
  });
}
