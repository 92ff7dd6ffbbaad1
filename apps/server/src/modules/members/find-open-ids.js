/** The WeChat users of one account that are this member, the newest binding first. */
export async function findOpenIds(db, input) {
    const rows = await db
        .selectFrom('memberIdentity')
        .select('openId')
        .where('memberId', '=', input.memberId)
        .where('appId', '=', input.appId)
        .orderBy('boundAt', 'desc')
        .orderBy('openId')
        .execute();
    return rows.map(({ openId }) => openId);
}
