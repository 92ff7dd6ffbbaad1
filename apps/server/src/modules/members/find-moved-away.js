/**
 * When the number of a WeChat user went to another WeChat user; null when it never did. For words to
 * somebody who is not bound now: which number it was, and whose it is, they are not told.
 */
export async function findMovedAway(db, user) {
    const former = await db
        .selectFrom('memberIdentityFormer')
        .select('unboundAt')
        .where('appId', '=', user.appId)
        .where('openId', '=', user.openId)
        .where('reason', '=', 'moved')
        .orderBy('unboundAt', 'desc')
        .limit(1)
        .executeTakeFirst();
    return former?.unboundAt ?? null;
}
