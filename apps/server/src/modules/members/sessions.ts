import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database.ts';

export interface StartedSession {
  /** Goes into the cookie and nowhere else; the table keeps its hash. */
  token: string;
  expiresAt: Date;
}

const sessionDays = 180;
const tokenBytes = 32;

/** Starts a session of a member, of a WeChat user, or of both. */
export async function startSession(
  tx: Tx,
  who: { memberId?: number | undefined; appId?: string; openId?: string },
  clock: Clock,
): Promise<StartedSession> {
  if ((who.appId === undefined) !== (who.openId === undefined)) {
    throw new Error('a WeChat user is an appId and an openId');
  }
  const token = randomBytes(tokenBytes).toString('base64url');
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + sessionDays * 24 * 60 * 60 * 1000);
  await tx
    .insertInto('memberSession')
    .values({
      tokenHash: hashSessionToken(token),
      memberId: who.memberId ?? null,
      appId: who.appId ?? null,
      openId: who.openId ?? null,
      createdAt: now,
      expiresAt,
    })
    .execute();
  return { token, expiresAt };
}

/** Ends a session at once; what it knew of WeChat, or null when there was no such session. */
export async function endSession(
  tx: Tx,
  sessionHash: Buffer,
): Promise<{ wechatUser: { appId: string; openId: string } | null } | null> {
  const ended = await tx
    .deleteFrom('memberSession')
    .where('tokenHash', '=', sessionHash)
    .returning(['appId', 'openId'])
    .executeTakeFirst();
  if (ended === undefined) return null;
  const { appId, openId } = ended;
  return { wechatUser: appId === null || openId === null ? null : { appId, openId } };
}

/** The token is 256 random bits, so a plain hash is as good as a slow one. */
export function hashSessionToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Whether a cookie can be a token of ours at all; anything else never reaches the database. */
export function isSessionToken(text: string | undefined): text is string {
  return text !== undefined && /^[\w-]{43}$/.test(text);
}
