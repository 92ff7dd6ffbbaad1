import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { staffCookie } from './staff-cookie.ts';
import { hashToken } from './staff-sessions.ts';

export interface StaffIdentity {
  staffId: number;
  sessionHash: Buffer;
}

/** Whose request this is, or null: no cookie, no such session, expired, or the account is disabled. */
export type StaffAuthenticator = (request: FastifyRequest) => Promise<StaffIdentity | null>;

export function createStaffAuthenticator(tools: { db: Db; clock: Clock }): StaffAuthenticator {
  return async (request) => {
    const token = request.cookies[staffCookie];
    if (token === undefined || !/^[\w-]{43}$/.test(token)) return null;
    const sessionHash = hashToken(token);
    const session = await tools.db
      .selectFrom('staffSession')
      .innerJoin('staff', 'staff.staffId', 'staffSession.staffId')
      .select('staff.staffId')
      .where('tokenHash', '=', sessionHash)
      .where('expiresAt', '>', tools.clock.now())
      .where('disabledAt', 'is', null)
      .executeTakeFirst();
    return session === undefined ? null : { staffId: session.staffId, sessionHash };
  };
}
