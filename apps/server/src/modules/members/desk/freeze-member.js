import { changedMeanwhile } from '../../../platform/errors.ts';
import { memberNotFound } from '../errors.ts';
import { cleanNote } from './clean-member-fields.ts';
import { fieldEmpty } from './errors.ts';
/**
 * Freezes a member, or thaws one, and tells them. Asked again it does nothing. Throws
 * member_not_found, bad_request without a reason, changed_meanwhile when somebody else froze them
 * for another reason.
 */
export async function freezeMember(tx, { notify }, { memberId, frozen, now, ...given }) {
    const reason = cleanNote(given.reason);
    if (frozen && reason === '')
        throw fieldEmpty('reason', '冻结原因');
    // The full lock: a claim or a redemption under way shares the row and ends first; one that comes
    // later finds the member frozen.
    const member = await tx
        .selectFrom('member')
        .select(['status', 'frozenReason'])
        .where('memberId', '=', memberId)
        .forUpdate()
        .executeTakeFirst();
    if (member === undefined)
        throw memberNotFound();
    if ((member.status === 'frozen') === frozen) {
        if (frozen && member.frozenReason !== reason)
            throw changedMeanwhile();
        return;
    }
    await tx
        .updateTable('member')
        .set(frozen
        ? { status: 'frozen', frozenReason: reason, frozenAt: now }
        : { status: 'active', frozenReason: null, frozenAt: null })
        .where('memberId', '=', memberId)
        .execute();
    await notify(tx, {
        memberId,
        subject: `${frozen ? 'frozen' : 'thawed'}:${now.toISOString()}`,
        kind: frozen ? 'accountFrozen' : 'accountThawed',
        details: frozen ? { reason } : {},
        createdAt: now,
    });
}
