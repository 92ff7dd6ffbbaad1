import { memberFrozen, wechatAlreadyBound, wechatBoundToAnotherMobile } from './errors.ts';
import { releaseWechatUser } from './release-wechat-user.ts';
/**
 * Binds a WeChat user to a member whose number was just proven. A WeChat user belongs to the first
 * number it proved, and a number to one WeChat user at a time; two unique keys decide races. Call it
 * with the member's row locked.
 *
 * Throws wechat_bound_to_another_mobile, wechat_already_bound, member_frozen.
 */
export async function bindWechatUser(tx, binding) {
    const { appId, openId, memberId, now } = binding;
    const owner = await findOwner(tx, binding);
    if (owner?.memberId === memberId)
        return;
    if (owner !== undefined)
        throw wechatBoundToAnotherMobile(owner.mobileMasked);
    const holder = await findHolder(tx, binding);
    if (holder !== undefined) {
        if (binding.isFrozen)
            throw memberFrozen();
        if (!binding.moves)
            throw wechatAlreadyBound(holder.boundAt, binding.mobileMasked);
        const former = { appId, openId: holder.openId, memberId };
        await releaseWechatUser(tx, { ...former, reason: 'moved', now });
    }
    const bound = await tx
        .insertInto('memberIdentity')
        .values({ appId, openId, memberId, boundAt: now })
        .onConflict((conflict) => conflict.doNothing())
        .returning('memberId')
        .executeTakeFirst();
    if (bound === undefined)
        throw await explainRefusal(tx, binding);
}
/** The member this WeChat user is bound to. */
async function findOwner(tx, { appId, openId }) {
    return await tx
        .selectFrom('memberIdentity')
        .innerJoin('member', 'member.memberId', 'memberIdentity.memberId')
        .select(['member.memberId', 'member.mobileMasked'])
        .where('appId', '=', appId)
        .where('openId', '=', openId)
        .executeTakeFirst();
}
/** The WeChat user this member is bound to. */
async function findHolder(tx, { appId, memberId }) {
    return await tx
        .selectFrom('memberIdentity')
        .select(['openId', 'boundAt'])
        .where('memberId', '=', memberId)
        .where('appId', '=', appId)
        .executeTakeFirst();
}
/** The insert waited for whoever was first, so their row is committed and visible by now. */
async function explainRefusal(tx, binding) {
    const owner = await findOwner(tx, binding);
    if (owner !== undefined)
        return wechatBoundToAnotherMobile(owner.mobileMasked);
    const holder = await findHolder(tx, binding);
    return wechatAlreadyBound(holder?.boundAt ?? binding.now, binding.mobileMasked);
}
