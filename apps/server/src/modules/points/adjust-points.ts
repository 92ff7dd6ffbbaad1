import assert from 'node:assert/strict';
import type { MemberKind } from '@mashang/contract';
import type { Tx } from '../../platform/database.ts';
import { moveBalance } from './move-balance.ts';

/** Points given or taken by hand. */
export interface Adjustment {
  memberId: number;
  /** Signed, not 0. */
  points: number;
  /** UUID of this attempt; asked again it does nothing. */
  attemptId: string;
  /** The member reads it. */
  reason: string;
  staffId: number;
  regionCode: string | null;
  memberKind: MemberKind;
}

export type AdjustResult =
  | { outcome: 'adjusted'; balanceAfter: number }
  | { outcome: 'repeated' }
  | { outcome: 'short'; balance: number };

/** Corrects an account by hand, once an attempt. A balance never falls below nothing. */
export async function adjustPoints(
  tx: Tx,
  adjustment: Adjustment,
  createdAt: Date,
): Promise<AdjustResult> {
  const { memberId, points, attemptId, reason, staffId, ...member } = adjustment;
  assert(Number.isSafeInteger(points) && points !== 0, 'an adjustment is a whole number, not 0');
  // From here on no other movement of this member: the attempt and the balance stay as read.
  const account = await tx
    .selectFrom('pointsAccount')
    .select('balance')
    .where('memberId', '=', memberId)
    .forUpdate()
    .executeTakeFirst();
  if (await isMade(tx, memberId, attemptId)) return { outcome: 'repeated' };
  const balance = account?.balance ?? 0;
  if (!account || balance + points < 0) return { outcome: 'short', balance };
  const { pointsAdjustmentId } = await tx
    .insertInto('pointsAdjustment')
    .values({ memberId, attemptId, points, reason, staffId, createdAt })
    .returning('pointsAdjustmentId')
    .executeTakeFirstOrThrow();
  const source = { sourceKind: 'adjustment', sourceId: BigInt(pointsAdjustmentId) } as const;
  const movement = { memberId, points, staffId, explanation: { reason }, ...member, ...source };
  const moved = await moveBalance(tx, { ...movement, kind: 'adjustment' }, createdAt);
  assert(moved, 'the locked balance suffices');
  return { outcome: 'adjusted', balanceAfter: moved.balanceAfter };
}

async function isMade(tx: Tx, memberId: number, attemptId: string): Promise<boolean> {
  const made = await tx
    .selectFrom('pointsAdjustment')
    .select('pointsAdjustmentId')
    .where('memberId', '=', memberId)
    .where('attemptId', '=', attemptId)
    .executeTakeFirst();
  return made !== undefined;
}
