/** What lists show of their members; an unknown id is absent. */
export async function describeMembers(db, memberIds) {
    if (memberIds.length === 0)
        return new Map();
    const rows = await db
        .selectFrom('member')
        .select(['memberId', 'name', 'kind', 'mobileMasked', 'regionCode'])
        .where('memberId', 'in', [...new Set(memberIds)])
        .execute();
    return new Map(rows.map(({ memberId, kind, ...rest }) => [memberId, { ...rest, kind: kind }]));
}
