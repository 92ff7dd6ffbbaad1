import type { BodyOf } from '@mashang/contract';
import type { Tx } from '../../../platform/database.ts';
import { memberNotFound } from '../errors.ts';
import type { GuardDeskTools } from './desk-tools.ts';
import { requireFuture, requireReason } from './require-text.ts';

/**
 * Gives a member a daily limit of their own, whatever there was before; null ends it. Throws
 * bad_request, member_not_found.
 */
export async function setAllowance(
  tx: Tx,
  setting: BodyOf<'POST /api/hq/members/:memberId/allowance'> & {
    memberId: number;
    staffId: number;
    now: Date;
  },
  tools: Pick<GuardDeskTools, 'describeMembers'>,
): Promise<void> {
  const { memberId, dailyClaimsMax, staffId, now } = setting;
  const reason = requireReason(setting.reason);
  if (!(await tools.describeMembers(tx, [memberId])).has(memberId)) throw memberNotFound();
  if (dailyClaimsMax === null) {
    await tx.deleteFrom('guardAllowance').where('memberId', '=', memberId).execute();
    return;
  }
  const expiresAt = requireFuture(setting.expiresAt, now);
  const fields = { dailyClaimsMax, reason, expiresAt, staffId, createdAt: now };
  await tx
    .insertInto('guardAllowance')
    .values({ memberId, ...fields })
    .onConflict((conflict) => conflict.column('memberId').doUpdateSet(fields))
    .execute();
}
