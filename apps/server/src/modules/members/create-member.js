import { cleanProfile, nameOfNobody } from './profile.ts';
/**
 * The member of a mobile number, made if there is none. However many ask at once, one of them makes
 * it (`isNew`); a profile and an origin are kept only by that one. Whoever makes one opens its
 * points account in the same transaction.
 */
export async function createMember(tx, mobiles, input) {
    const { mobile } = input;
    const profile = cleanProfile(input.profile);
    const made = await tx
        .insertInto('member')
        .values({
        mobileHash: mobile.hash,
        mobileCipher: mobiles.encrypt(mobile),
        mobileMasked: mobile.masked,
        mobileLast4: mobile.last4,
        name: profile.name ?? nameOfNobody(mobile.last4),
        kind: profile.kind ?? 'consumer',
        shopName: profile.shopName ?? '',
        regionCode: profile.regionCode ?? null,
        origin: input.origin,
        createdAt: input.now,
    })
        .onConflict((conflict) => conflict.column('mobileHash').doNothing())
        .returning('memberId')
        .executeTakeFirst();
    if (made !== undefined)
        return { memberId: made.memberId, isNew: true };
    // The insert waited for whoever was first, so the row is committed and visible by now.
    const { memberId } = await tx
        .selectFrom('member')
        .select('memberId')
        .where('mobileHash', '=', mobile.hash)
        .executeTakeFirstOrThrow();
    return { memberId, isNew: false };
}
