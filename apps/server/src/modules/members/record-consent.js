import { policyVersion } from '@mashang/contract';
import { consentMissing } from './errors.ts';
/**
 * Keeps who agreed to which text, when and from where, as PIPL Art. 14 and 69 make us prove it.
 * Throws consent_missing unless it is the text in force.
 */
export async function recordConsent(tx, input) {
    if (input.agreedPolicyVersion !== policyVersion)
        throw consentMissing();
    await tx
        .insertInto('consent')
        .values({
        mobileHash: input.mobileHash,
        openId: input.openId,
        policyVersion: input.agreedPolicyVersion,
        address: input.address,
        agreedAt: input.now,
    })
        .execute();
}
