import { endSessionsOfWechatUser, forgetAgreedSignIns } from './sessions.ts';
/**
 * Unbinds a WeChat user from a member, for the record, and ends its sessions; how many. Call it with
 * the member's row locked. The sessions go first: a binding elsewhere ends its session, then looks at
 * the identity, and two that lock in different order would block each other.
 */
export async function releaseWechatUser(tx, former) {
    const { appId, openId, memberId, reason, now } = former;
    const ended = await endSessionsOfWechatUser(tx, { appId, openId });
    await forgetAgreedSignIns(tx, memberId);
    const released = await tx
        .deleteFrom('memberIdentity')
        .where('appId', '=', appId)
        .where('openId', '=', openId)
        .where('memberId', '=', memberId)
        .returning('boundAt')
        .executeTakeFirst();
    if (released !== undefined) {
        const { boundAt } = released;
        await tx
            .insertInto('memberIdentityFormer')
            .values({ appId, openId, memberId, boundAt, unboundAt: now, reason })
            .execute();
    }
    return ended;
}
