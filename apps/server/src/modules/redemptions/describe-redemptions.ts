import type { MemberKind, OwnRedemption, Redemption, RedemptionState } from '@mashang/contract';
import type { Db } from '../../platform/database.ts';
import { describeMembers } from '../members/index.ts';
import type { RedemptionRow } from './record-step.ts';

/** A redemption as its member sees it in a list. */
export function describeOwnRedemption(row: RedemptionRow): OwnRedemption {
  return {
    redemptionId: row.redemptionId,
    giftId: row.giftId,
    giftName: row.giftName,
    pictureId: row.pictureId,
    quantity: row.quantity,
    pointsTotal: row.pointsTotal,
    state: row.state as RedemptionState,
    carrier: row.carrier,
    trackingNumber: row.trackingNumber,
    rejectReason: row.rejectReason,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** Redemptions as head office sees them: with the member, whose kind and region are those of then. */
export async function describeRedemptions(db: Db, rows: RedemptionRow[]): Promise<Redemption[]> {
  const members = await describeMembers(
    db,
    rows.map((row) => row.memberId),
  );
  return rows.map((row) => {
    const member = members.get(row.memberId);
    return {
      ...describeOwnRedemption(row),
      memberId: row.memberId,
      memberName: member?.name ?? '',
      memberKind: row.memberKind as MemberKind,
      mobileMasked: member?.mobileMasked ?? '',
      regionCode: row.regionCode,
      memberNote: row.memberNote,
    };
  });
}
