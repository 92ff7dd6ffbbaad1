export const memberCookie = 'mashang_member';
/**
 * Puts a session into the browser. Lax, not Strict: the consumer arrives from WeChat's own pages, and
 * must be known on that first request.
 */
export function setSessionCookie(reply, session, options) {
    void reply.setCookie(memberCookie, session.token, {
        ...attributes(options.secureCookies),
        expires: session.expiresAt,
    });
}
export function clearSessionCookie(reply, options) {
    void reply.clearCookie(memberCookie, attributes(options.secureCookies));
}
function attributes(secure) {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure };
}
