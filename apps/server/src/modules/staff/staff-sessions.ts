import { createHash, randomBytes } from 'node:crypto';
import type { Tx } from '../../platform/database.ts';

export interface StartedStaffSession {
  /** Goes into the cookie and nowhere else; the table keeps its hash. */
  token: string;
  expiresAt: Date;
}

const sessionHours = 12;

/** Twelve hours from now and not longer, however busy the session is. */
export async function startStaffSession(
  tx: Tx,
  staffId: number,
  now: Date,
): Promise<StartedStaffSession> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + sessionHours * 60 * 60 * 1000);
  await tx
    .deleteFrom('staffSession')
    .where('staffId', '=', staffId)
    .where('expiresAt', '<=', now)
    .execute();
  await tx
    .insertInto('staffSession')
    .values({ tokenHash: hashToken(token), staffId, createdAt: now, expiresAt })
    .execute();
  return { token, expiresAt };
}

export async function endStaffSession(tx: Tx, sessionHash: Buffer): Promise<void> {
  await tx.deleteFrom('staffSession').where('tokenHash', '=', sessionHash).execute();
}

/** Ends every session of an account. */
export async function endSessionsOf(tx: Tx, staffId: number): Promise<void> {
  await tx.deleteFrom('staffSession').where('staffId', '=', staffId).execute();
}

/** The token is 256 random bits, so a plain hash is as good as a slow one. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
