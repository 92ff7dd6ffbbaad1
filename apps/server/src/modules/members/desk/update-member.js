import { isRegion } from '@mashang/contract/region-tree';
import { memberNotFound, regionUnknown } from '../errors.ts';
import { cleanMemberFields } from './clean-member-fields.ts';
/** Throws member_not_found, bad_request. */
export async function updateMember(tx, memberId, body) {
    const fields = cleanMemberFields(body);
    const before = await tx
        .selectFrom('member')
        .select('regionCode')
        .where('memberId', '=', memberId)
        .forNoKeyUpdate()
        .executeTakeFirst();
    if (before === undefined)
        throw memberNotFound();
    const { regionCode } = fields;
    // Districts are dissolved; a member who lived in one can still be edited.
    const isKnown = regionCode === null || isRegion(regionCode) || regionCode === before.regionCode;
    if (!isKnown)
        throw regionUnknown();
    await tx.updateTable('member').set(fields).where('memberId', '=', memberId).execute();
}
