import type { Context } from '../context.ts';
import type { PhoneUser } from '../state.ts';
import { PlatformError } from './platform-error.ts';

/** The user with this openid, follower or not. Throws 40003 when there is none. */
export function findReceiver(context: Context, openId: unknown): PhoneUser {
  const user = context.state.users.find((known) => known.openId === openId);
  if (!user) throw new PlatformError(40003, 'invalid openid');
  return user;
}
