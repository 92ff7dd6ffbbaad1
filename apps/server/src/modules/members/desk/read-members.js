import { memberNotFound } from '../errors.ts';
const listColumns = [
    'memberId',
    'name',
    'kind',
    'shopName',
    'mobileMasked',
    'regionCode',
    'tags',
    'status',
    'origin',
    'createdAt',
];
/** Members as lists show them, in the order asked for; an unknown one is left out. */
export async function readMembers(db, { readBalances }, memberIds) {
    if (memberIds.length === 0)
        return [];
    const [rows, identities, balances] = await Promise.all([
        db.selectFrom('member').select(listColumns).where('memberId', 'in', memberIds).execute(),
        db
            .selectFrom('memberIdentity')
            .select('memberId')
            .distinct()
            .where('memberId', 'in', memberIds)
            .execute(),
        readBalances(db, memberIds),
    ]);
    const members = new Map(rows.map((row) => [row.memberId, row]));
    const inWechat = new Set(identities.map(({ memberId }) => memberId));
    return memberIds.flatMap((memberId) => {
        const row = members.get(memberId);
        if (row === undefined)
            return [];
        const account = balances.get(memberId);
        return [describe(row, { inWechat: inWechat.has(memberId), balance: account?.balance ?? 0 })];
    });
}
/** Everything head office knows of one member. Throws member_not_found. */
export async function getMember(db, { readBalances }, memberId) {
    const row = await db
        .selectFrom('member')
        .select([...listColumns, 'remark', 'passwordHash', 'frozenReason', 'frozenAt'])
        .where('memberId', '=', memberId)
        .executeTakeFirst();
    if (row === undefined)
        throw memberNotFound();
    const { remark, passwordHash, frozenReason, frozenAt, ...listed } = row;
    const identities = await db
        .selectFrom('memberIdentity')
        .select(['appId', 'openId', 'boundAt'])
        .where('memberId', '=', memberId)
        .orderBy('boundAt')
        .orderBy('openId')
        .limit(200)
        .execute();
    const account = (await readBalances(db, [memberId])).get(memberId);
    return {
        ...describe(listed, { inWechat: identities.length > 0, balance: account?.balance ?? 0 }),
        remark,
        earned: account?.earned ?? 0,
        spent: account?.spent ?? 0,
        hasPassword: passwordHash !== null,
        frozenReason,
        frozenAt: frozenAt?.toISOString() ?? null,
        identities: identities.map(({ boundAt, ...identity }) => ({
            ...identity,
            boundAt: boundAt.toISOString(),
        })),
    };
}
function describe(row, more) {
    return {
        ...row,
        // The table's own checks hold these words.
        kind: row.kind,
        status: row.status,
        origin: row.origin,
        createdAt: row.createdAt.toISOString(),
        ...more,
    };
}
