import type { Clock } from '../../../platform/clock.ts';
import type { Tx } from '../../../platform/database.ts';
import { endSession, startSession } from '../sessions.ts';
import type { StartedSession } from '../sessions.ts';
import { hashToken } from './start-scan-sign-in.ts';

/**
 * Gives the browser that waited its session, once; null when it was fetched, or taken back, meanwhile.
 * No password is asked for: WeChat vouched for who agreed. The session the browser had before ends.
 */
export async function fetchScannedSession(
  tx: Tx,
  tools: { clock: Clock },
  input: {
    signInToken: string;
    memberId: number;
    sessionHash: Buffer | null;
    userAgent: string | undefined;
  },
): Promise<StartedSession | null> {
  const { signInToken, memberId, sessionHash, userAgent } = input;
  const now = tools.clock.now();
  // Whoever ends all sessions of the member holds this row: they are first, or end this one too.
  await tx
    .selectFrom('member')
    .select('memberId')
    .where('memberId', '=', memberId)
    .forShare()
    .executeTakeFirst();
  const fetched = await tx
    .updateTable('scanSignIn')
    .set({ usedAt: now })
    .where('tokenHash', '=', hashToken(signInToken))
    .where('answer', '=', 'agreed')
    .where('answeredBy', '=', memberId)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returning(['appId', 'openId'])
    .executeTakeFirst();
  if (fetched === undefined) return null;
  if (sessionHash !== null) await endSession(tx, sessionHash);
  const { appId, openId } = fetched;
  const letInBy = appId !== null && openId !== null ? { letInBy: { appId, openId } } : {};
  return await startSession(tx, { memberId, userAgent, ...letInBy }, tools.clock);
}
