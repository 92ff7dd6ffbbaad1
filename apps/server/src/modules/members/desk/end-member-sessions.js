import { memberNotFound } from '../errors.ts';
import { endSessionsOfMember } from '../sessions.ts';
/** Ends every session of a member; returns how many. Throws member_not_found. */
export async function endMemberSessions(tx, memberId) {
    const member = await tx
        .selectFrom('member')
        .select('memberId')
        .where('memberId', '=', memberId)
        .forUpdate()
        .executeTakeFirst();
    if (member === undefined)
        throw memberNotFound();
    return await endSessionsOfMember(tx, memberId);
}
