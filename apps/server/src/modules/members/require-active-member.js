import { cityOf } from '@mashang/contract/region-tree';
import { memberFrozen, memberNotFound } from './errors.ts';
/**
 * A member who may earn and redeem, with what the ledger notes about them: the kind, and the city (or
 * the province, when no more is known). The row is locked until the end of the transaction, so that
 * a freeze waits for it, and it for a freeze; those of one member do not wait for each other.
 *
 * Throws member_frozen, member_not_found.
 */
export async function requireActiveMember(tx, memberId) {
    const member = await tx
        .selectFrom('member')
        .select(['kind', 'regionCode', 'status'])
        .where('memberId', '=', memberId)
        // Not `for key share`: that lets changes of columns outside a key pass, as of the status.
        .forShare()
        .executeTakeFirst();
    if (member === undefined)
        throw memberNotFound();
    if (member.status === 'frozen')
        throw memberFrozen();
    const { regionCode } = member;
    return {
        kind: member.kind,
        regionCode: regionCode === null ? null : cityOf(regionCode),
    };
}
