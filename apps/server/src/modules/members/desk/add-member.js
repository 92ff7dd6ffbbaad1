import { isRegion } from '@mashang/contract/region-tree';
import { regionUnknown } from '../errors.ts';
import { cleanMemberFields } from './clean-member-fields.ts';
import { memberExists } from './errors.ts';
import { insertMembers } from './insert-members.ts';
/**
 * A member by hand. Whoever proves this number later becomes this record. Throws mobile_invalid,
 * bad_request, mobile_taken (with the member who has it).
 */
export async function addMember(tx, { mobiles, onMemberCreated, now }, body) {
    const mobile = mobiles.read(body.mobile);
    const fields = cleanMemberFields(body);
    if (fields.regionCode !== null && !isRegion(fields.regionCode))
        throw regionUnknown();
    const made = await insertMembers(tx, { mobiles, origin: 'staff', now }, [{ mobile, ...fields }]);
    const memberId = made.get(mobile.hash.toString('hex'));
    if (memberId === undefined) {
        const known = await tx
            .selectFrom('member')
            .select('memberId')
            .where('mobileHash', '=', mobile.hash)
            .executeTakeFirstOrThrow();
        throw memberExists(known.memberId);
    }
    await onMemberCreated(tx, memberId);
    return memberId;
}
