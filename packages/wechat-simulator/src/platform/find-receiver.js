import { PlatformError } from './platform-error.ts';
/** The user with this openid, follower or not. Throws 40003 when there is none. */
export function findReceiver(context, openId) {
    const user = context.state.users.find((known) => known.openId === openId);
    if (!user)
        throw new PlatformError(40003, 'invalid openid');
    return user;
}
