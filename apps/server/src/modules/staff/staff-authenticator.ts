import type { StaffRole } from '@mashang/contract';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { staffCookie } from './staff-cookie.ts';
import { hashToken } from './staff-sessions.ts';

export interface StaffIdentity {
  staffId: number;
  /** As it is now: a change counts from the next request on. */
  staffRole: StaffRole;
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
      .select(['staff.staffId', 'staff.role'])
      .where('tokenHash', '=', sessionHash)
      .where('expiresAt', '>', tools.clock.now())
      .where('disabledAt', 'is', null)
      .executeTakeFirst();
    if (session === undefined) return null;
    return { staffId: session.staffId, staffRole: session.role as StaffRole, sessionHash };
  };
}
