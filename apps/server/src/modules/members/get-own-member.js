/** What a member sees of their own record. */
export async function getOwnMember(db, memberId, { readBalance, countUnread }) {
    const { kind, passwordHash, ...member } = await db
        .selectFrom('member')
        .select(['name', 'kind', 'shopName', 'regionCode', 'mobileMasked', 'passwordHash'])
        .where('memberId', '=', memberId)
        .executeTakeFirstOrThrow();
    return {
        ...member,
        kind: kind,
        hasPassword: passwordHash !== null,
        balance: await readBalance(db, memberId),
        unreadNotices: await countUnread(db, memberId),
    };
}
