import { cityOf } from '@mashang/contract/region-tree';
import { memberNotFound } from '../errors.ts';
import { cleanLine } from '../../../platform/clean-text.ts';
import { fieldEmpty, pointsShort, pointsZero } from './errors.ts';
/**
 * Adds or takes points by hand and tells the member why. The same attempt again does nothing. Throws
 * member_not_found, bad_request, points_short.
 */
export async function adjustMemberPoints(tx, { adjustPoints, notify }, adjustment) {
    const { memberId, staffId, attemptId, points, now } = adjustment;
    const reason = cleanLine(adjustment.reason);
    if (reason === '')
        throw fieldEmpty('reason', '原因');
    if (points === 0)
        throw pointsZero();
    const member = await tx
        .selectFrom('member')
        .select(['kind', 'regionCode'])
        .where('memberId', '=', memberId)
        .forKeyShare()
        .executeTakeFirst();
    if (member === undefined)
        throw memberNotFound();
    const result = await adjustPoints(tx, {
        memberId,
        points,
        attemptId,
        reason,
        staffId,
        regionCode: member.regionCode === null ? null : cityOf(member.regionCode),
        memberKind: member.kind,
    }, now);
    if (result.outcome === 'short')
        throw pointsShort(result.balance);
    if (result.outcome === 'repeated')
        return;
    await notify(tx, {
        memberId,
        subject: `adjustment:${attemptId}`,
        kind: 'pointsAdjusted',
        details: { points, reason, balanceAfter: result.balanceAfter },
        createdAt: now,
    });
}
