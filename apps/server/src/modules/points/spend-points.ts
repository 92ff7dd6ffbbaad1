import assert from 'node:assert/strict';
import type { MemberKind } from '@mashang/contract';
import type { Tx } from '../../platform/database.ts';
import type { GiftExplanation } from './explanation.ts';
import { moveBalance, type MovedBalance } from './move-balance.ts';
import { readBalances } from './read-balances.ts';

/** Points that become a gift, or come back from one. */
export interface GiftPoints {
  memberId: number;
  /** More than 0, in both directions. */
  points: number;
  sourceKind: 'redemption';
  /** The redemption. Its own state decides that it takes, and gives back, only once. */
  sourceId: bigint;
  explanation: GiftExplanation;
  regionCode: string | null;
  memberKind: MemberKind;
}

export type SpendResult =
  | { outcome: 'spent'; sequence: number; balanceAfter: number }
  | { outcome: 'short'; balance: number };

/** Takes points for a gift; the balance decides, also among many who spend it at once. */
export async function spendPoints(
  tx: Tx,
  spend: GiftPoints,
  createdAt: Date,
): Promise<SpendResult> {
  assertPositive(spend.points);
  const movement = { ...spend, kind: 'spend', points: -spend.points, staffId: null } as const;
  const moved = await moveBalance(tx, movement, createdAt);
  if (moved) return { outcome: 'spent', ...moved };
  const account = (await readBalances(tx, [spend.memberId])).get(spend.memberId);
  return { outcome: 'short', balance: account?.balance ?? 0 };
}

/**
 * Gives the points of a redemption back. The caller has just ended that redemption in the same
 * transaction, which is what makes this happen once.
 */
export async function refundPoints(
  tx: Tx,
  refund: GiftPoints,
  createdAt: Date,
): Promise<MovedBalance> {
  assertPositive(refund.points);
  const moved = await moveBalance(tx, { ...refund, kind: 'refund', staffId: null }, createdAt);
  assert(moved, 'who spent points has an account');
  return moved;
}

function assertPositive(points: number): void {
  assert(Number.isSafeInteger(points) && points > 0, 'points of a gift are a positive number');
}
