import type { Tx } from '../../platform/database.ts';
import { changeRanges, type RangeChange } from './change-ranges.ts';
import { refuseState } from './refuse-state.ts';

/** Takes an activation or the plan of one back. Codes already claimed keep their points. */
export async function revokeCodes(tx: Tx, asked: RangeChange): Promise<void> {
  await changeRanges(tx, asked, {
    action: 'revoked',
    change: ({ state }) => (state === 'activated' ? { state: 'minted', activatedAt: null } : null),
    refuseNone: refuseState('撤销激活', asked.now),
  });
}
