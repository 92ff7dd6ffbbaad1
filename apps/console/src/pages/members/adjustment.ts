import { parseWholeNumber } from '../../shared/format.ts';

export const adjustmentMax = 10_000_000;

export type Adjustment =
  | { outcome: 'missing' }
  | { outcome: 'short' }
  | { outcome: 'good'; points: number; balanceAfter: number };

/** Reads what was typed: the signed points and the balance afterwards, or why it will not do. */
export function readAdjustment(
  typed: string,
  direction: 'add' | 'take',
  balance: number,
): Adjustment {
  const size = parseWholeNumber(typed);
  if (size === null || size < 1 || size > adjustmentMax) return { outcome: 'missing' };
  const points = direction === 'add' ? size : -size;
  const balanceAfter = balance + points;
  return balanceAfter < 0 ? { outcome: 'short' } : { outcome: 'good', points, balanceAfter };
}
