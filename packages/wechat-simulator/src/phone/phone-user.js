const cookieName = 'wechat_simulator_user';
/** Whose phone this browser is: its cookie says so, else the first user. */
export function currentUser(context, request, reply) {
    const wanted = request.cookies[cookieName];
    const { users } = context.state;
    const user = users.find((known) => known.id === wanted) ?? users[0];
    if (!user)
        throw new Error('The phone has no user.');
    if (user.id !== wanted)
        setUserCookie(reply, user);
    return user;
}
/**
 * Hands the phone to another user. A second phone would have its own cookies, so the sessions the
 * account's pages made for the last user are ended (cookies do not know ports; hosts are shared).
 */
export function rememberUser(context, request, reply, user) {
    for (const name of context.options.webViewCookies) {
        if (name in request.cookies)
            reply.clearCookie(name, { path: '/' });
    }
    setUserCookie(reply, user);
}
function setUserCookie(reply, user) {
    reply.setCookie(cookieName, user.id, { path: '/', httpOnly: true, sameSite: 'lax' });
}
