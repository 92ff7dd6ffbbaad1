import type { Tx } from '../../../platform/database.ts';
import { memberNotFound } from '../errors.ts';

/** Ends every session of a member; returns how many. Throws member_not_found. */
export async function endMemberSessions(tx: Tx, memberId: number): Promise<number> {
  const member = await tx
    .selectFrom('member')
    .select('memberId')
    .where('memberId', '=', memberId)
    .executeTakeFirst();
  if (member === undefined) throw memberNotFound();
  const { numDeletedRows } = await tx
    .deleteFrom('memberSession')
    .where('memberId', '=', memberId)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
