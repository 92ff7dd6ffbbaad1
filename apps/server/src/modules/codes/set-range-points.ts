import type { Tx } from '../../platform/database.ts';
import { changeRanges, type RangeChange } from './change-ranges.ts';
import { refuseClaimed, type HasClaimsBetween } from './refuse-claimed.ts';

export interface RangePoints extends RangeChange {
  /** Null: the product's rule again. */
  pointsPerCode: number | null;
}

/** Gives codes points of their own while none of them is claimed. Void codes stay as they are. */
export async function setRangePoints(
  tx: Tx,
  rule: RangePoints,
  hasClaimsBetween: HasClaimsBetween,
): Promise<void> {
  const { pointsPerCode } = rule;
  await changeRanges(tx, rule, {
    action: 'pointsSet',
    details: { pointsPerCode },
    change: (range) =>
      range.state === 'void' || range.pointsPerCode === pointsPerCode ? null : { pointsPerCode },
    approve: (runs) => refuseClaimed(tx, runs, hasClaimsBetween),
  });
}
