import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import type { PhoneUser } from '../state.ts';

const cookieName = 'wechat_simulator_user';
/** Of the phone page's own calls: several windows of one browser are several phones. */
const headerName = 'x-phone-user';

/** Whose phone this is: its window says so, else the browser's cookie, else the first user. */
export function currentUser(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
): PhoneUser {
  const { users } = context.state;
  const named = users.find((known) => known.id === request.headers[headerName]);
  if (named) return named;
  const wanted = request.cookies[cookieName];
  const user = users.find((known) => known.id === wanted) ?? users[0];
  if (!user) throw new Error('The phone has no user.');
  if (user.id !== wanted) setUserCookie(reply, user);
  return user;
}

/**
 * Says whose phone the web view belongs to from now on. A second phone would have its own cookies, so
 * the sessions the account's pages made for another user are ended (cookies do not know ports; hosts
 * are shared).
 */
export function rememberUser(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  user: PhoneUser,
): void {
  if (request.cookies[cookieName] === user.id) return;
  for (const name of context.options.webViewCookies) {
    if (name in request.cookies) reply.clearCookie(name, { path: '/' });
  }
  setUserCookie(reply, user);
}

function setUserCookie(reply: FastifyReply, user: PhoneUser): void {
  reply.setCookie(cookieName, user.id, { path: '/', httpOnly: true, sameSite: 'lax' });
}
