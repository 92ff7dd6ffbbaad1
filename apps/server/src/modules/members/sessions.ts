import { hash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { cleanLine } from '../../platform/clean-text.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/database.ts';

export interface StartedSession {
  /** Goes into the cookie and nowhere else; the table keeps its hash. */
  token: string;
  expiresAt: Date;
}

export interface WechatUser {
  appId: string;
  openId: string;
}

const sessionDays = 180;
const tokenBytes = 32;
/** In characters; what browsers say of themselves is about half of it. */
const userAgentLengthMax = 300;

/** Starts a session of a member, of a WeChat user, or of both. */
export async function startSession(
  tx: Tx,
  who: {
    memberId?: number | undefined;
    appId?: string;
    openId?: string;
    /** Opens nothing until a password is set; never for sessions that know a WeChat user. */
    passwordNeeded?: boolean;
    /** A phone agreed; knows nothing of WeChat otherwise. */
    letInBy?: WechatUser;
    /** The request's header, as it came. */
    userAgent?: string | undefined;
  },
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
      letInByAppId: who.letInBy?.appId ?? null,
      letInByOpenId: who.letInBy?.openId ?? null,
      passwordNeeded: who.passwordNeeded === true && who.openId === undefined,
      userAgent: keptUserAgent(who.userAgent),
      createdAt: now,
      expiresAt,
    })
    .execute();
  return { token, expiresAt };
}

/** As much of what a browser says of itself as is kept. */
export function keptUserAgent(userAgent: string | undefined): string {
  return cleanLine((userAgent ?? '').slice(0, userAgentLengthMax));
}

/** The WeChat user a session knows, or null. */
export async function readWechatUser(
  db: Db,
  sessionHash: Buffer | null,
): Promise<WechatUser | null> {
  if (sessionHash === null) return null;
  const session = await db
    .selectFrom('memberSession')
    .select(['appId', 'openId'])
    .where('tokenHash', '=', sessionHash)
    .executeTakeFirst();
  return wechatUserOf(session);
}

/** Ends a session at once; what it knew of WeChat, or null when there was no such session. */
export async function endSession(
  tx: Tx,
  sessionHash: Buffer,
): Promise<{ wechatUser: WechatUser | null } | null> {
  const ended = await tx
    .deleteFrom('memberSession')
    .where('tokenHash', '=', sessionHash)
    .returning(['appId', 'openId'])
    .executeTakeFirst();
  return ended === undefined ? null : { wechatUser: wechatUserOf(ended) };
}

function wechatUserOf(
  session: { appId: string | null; openId: string | null } | undefined,
): WechatUser | null {
  const { appId = null, openId = null } = session ?? {};
  return appId === null || openId === null ? null : { appId, openId };
}

/**
 * Ends the sessions of a member — all, all but one, or one — and counts them. Call it with the
 * member's row locked: two that end the same sessions in different order would block each other.
 */
export async function endSessionsOfMember(
  tx: Tx,
  memberId: number,
  which: { only?: Buffer | undefined; butNot?: Buffer | null } = {},
): Promise<number> {
  const { only, butNot = null } = which;
  const ended = await tx
    .deleteFrom('memberSession')
    .where('tokenHash', 'in', sql<Buffer>`(${sessionHashesOf(memberId)})`)
    .$if(only !== undefined, (query) => query.where('tokenHash', '=', only as Buffer))
    .$if(butNot !== null, (query) => query.where('tokenHash', '<>', butNot as Buffer))
    .returning('tokenHash')
    .execute();
  if (only === undefined) await forgetAgreedSignIns(tx, memberId);
  return ended.length;
}

/**
 * Ends the sessions of a WeChat user, bound to a member or not, and of the desktops they let in, and
 * counts them.
 */
export async function endSessionsOfWechatUser(tx: Tx, user: WechatUser): Promise<number> {
  const { appId, openId } = user;
  const ended = await tx
    .deleteFrom('memberSession')
    .where((session) =>
      session.or([
        session.and({ appId, openId }),
        session.and({ letInByAppId: appId, letInByOpenId: openId }),
      ]),
    )
    .returning('tokenHash')
    .execute();
  return ended.length;
}

/**
 * Other browsers the phone has let in and that have not fetched their session yet: whoever ends all
 * sessions means them too. Call it with the member's row locked, as they fetch it.
 */
export async function forgetAgreedSignIns(tx: Tx, memberId: number): Promise<void> {
  await tx
    .deleteFrom('scanSignIn')
    .where('answeredBy', '=', memberId)
    .where('usedAt', 'is', null)
    .execute();
}

/**
 * Hashes of a member's sessions: those that name the member, and those that know only a WeChat user
 * who is bound to the member by now.
 */
export function sessionHashesOf(memberId: number) {
  return sql<{ tokenHash: Buffer }>`
    select token_hash from member_session where member_id = ${memberId}
    union all
    select member_session.token_hash from member_identity
    join member_session
      on member_session.open_id = member_identity.open_id
      and member_session.app_id = member_identity.app_id
    where member_identity.member_id = ${memberId} and member_session.member_id is null`;
}

/** The token is 256 random bits, so a plain hash is as good as a slow one. */
export function hashSessionToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

/** Whether a cookie can be a token of ours at all; anything else never reaches the database. */
export function isSessionToken(text: string | undefined): text is string {
  return text !== undefined && /^[\w-]{43}$/.test(text);
}
