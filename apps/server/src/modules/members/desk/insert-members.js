/**
 * Makes those members whose number is none yet, at most a thousand at once; a number that is being
 * taken meanwhile is waited for. Returns the ids of those made, by the number's hash in hex.
 */
export async function insertMembers(tx, { mobiles, origin, now }, members) {
    if (members.length === 0)
        return new Map();
    // In the order of the index: two files with the same numbers must not wait for each other in a circle.
    const ordered = members.toSorted((a, b) => Buffer.compare(a.mobile.hash, b.mobile.hash));
    const made = await tx
        .insertInto('member')
        .values(ordered.map(({ mobile, ...fields }) => ({
        ...fields,
        mobileHash: mobile.hash,
        mobileCipher: mobiles.encrypt(mobile),
        mobileMasked: mobile.masked,
        mobileLast4: mobile.last4,
        origin,
        createdAt: now,
    })))
        .onConflict((conflict) => conflict.column('mobileHash').doNothing())
        .returning(['memberId', 'mobileHash'])
        .execute();
    return new Map(made.map(({ memberId, mobileHash }) => [mobileHash.toString('hex'), memberId]));
}
