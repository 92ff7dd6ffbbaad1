import { countUse } from '../../../platform/rate-limit.ts';
import { memberNotFound } from '../errors.ts';
/** Enough for a day on the telephone, too little to copy the customers. */
export const revealLimit = { name: 'reveal:staff', windowSeconds: 3600, max: 100 };
/** The whole number; the route keeps who asked. Throws too_many_requests, member_not_found. */
export async function revealMobile(db, mobiles, { memberId, staffId, now }) {
    await countUse(db, revealLimit, String(staffId), now);
    const member = await db
        .selectFrom('member')
        .select(['mobileCipher', 'mobileHash'])
        .where('memberId', '=', memberId)
        .executeTakeFirst();
    if (member === undefined)
        throw memberNotFound();
    return mobiles.decrypt(member.mobileCipher, member.mobileHash);
}
