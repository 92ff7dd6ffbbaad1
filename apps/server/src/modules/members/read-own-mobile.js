/** A member's number in the clear, to send something to it. Never log it. */
export async function readOwnMobile(db, mobiles, memberId) {
    const { mobileCipher, mobileHash } = await db
        .selectFrom('member')
        .select(['mobileCipher', 'mobileHash'])
        .where('memberId', '=', memberId)
        .executeTakeFirstOrThrow();
    return mobiles.read(mobiles.decrypt(mobileCipher, mobileHash));
}
