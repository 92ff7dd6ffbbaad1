import { onViolation } from '../../platform/database.ts';
import { Refusal } from '../../platform/errors.ts';
import { memberFrozen, mobileTaken, mobileUnchanged } from './errors.ts';
/**
 * Moves a member to another number, identities, points and all. Both numbers prove themselves; a
 * wrong code of either counts, and neither is used up before both were right. Only then anybody
 * learns that the new number is another member's.
 *
 * A frozen member keeps the number: moving away would free it for a fresh account.
 *
 * A refused code is a value: commit it. Throws mobile_invalid, bad_request (the same number),
 * mobile_taken, member_frozen; then nothing happened.
 */
export async function changeMobile(tx, tools, input) {
    const mobile = tools.mobiles.read(input.newMobile);
    const current = await tx
        .selectFrom('member')
        .select('mobileHash')
        .where('memberId', '=', input.memberId)
        .executeTakeFirstOrThrow();
    if (current.mobileHash.equals(mobile.hash))
        throw mobileUnchanged();
    const refusal = await useBothCodes(tx, tools.sms, [
        { mobileHash: current.mobileHash, code: input.currentSmsCode, field: 'currentSmsCode' },
        { mobileHash: mobile.hash, code: input.newSmsCode, field: 'newSmsCode' },
    ]);
    if (refusal !== null)
        return { outcome: 'codeRefused', refusal };
    const { status } = await tx
        .selectFrom('member')
        .select('status')
        .where('memberId', '=', input.memberId)
        .forUpdate()
        .executeTakeFirstOrThrow();
    if (status === 'frozen')
        throw memberFrozen();
    await tx
        .updateTable('member')
        .set({
        mobileHash: mobile.hash,
        mobileCipher: tools.mobiles.encrypt(mobile),
        mobileMasked: mobile.masked,
        mobileLast4: mobile.last4,
    })
        .where('memberId', '=', input.memberId)
        .execute()
        .catch(onViolation('member__mobile', mobileTaken));
    return { outcome: 'changed' };
}
/**
 * Looks at one, uses the other, then uses the first, which is locked and therefore still right. The
 * rows are locked in the order of their keys: two members who swap numbers must not block each other.
 */
async function useBothCodes(tx, sms, proofs) {
    const [first, second] = proofs.sort((left, right) => Buffer.compare(left.mobileHash, right.mobileHash));
    const look = await sms.checkCode(tx, { ...proofOf(first), keepIfRight: true });
    if (!look.right)
        return aboutField(look.refusal, first.field);
    const use = await sms.checkCode(tx, proofOf(second));
    if (!use.right)
        return aboutField(use.refusal, second.field);
    const again = await sms.checkCode(tx, proofOf(first));
    // Expired this very moment: thrown, so that the second one lives on.
    if (!again.right)
        throw aboutField(again.refusal, first.field);
    return null;
}
function proofOf({ mobileHash, code }) {
    return { mobileHash, code };
}
/** Which of the two codes it is: the page shows it there. */
function aboutField(refusal, field) {
    const { code, status, message, details } = refusal;
    return new Refusal(code, status, message, { details: { ...details, field } });
}
