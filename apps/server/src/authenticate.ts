import type { FastifyRequest } from 'fastify';
import type { MemberAuthenticator } from './modules/members/index.ts';
import type { StaffAuthenticator } from './modules/staff/index.ts';
import { readDevice } from './platform/device.ts';
import type { Caller } from './platform/http.ts';

/** Who sends a request: head-office addresses know staff, all others know members. */
export function createAuthenticate(dependencies: {
  authenticateMember: MemberAuthenticator;
  authenticateStaff: StaffAuthenticator;
}): (request: FastifyRequest) => Promise<Caller> {
  return async (request) => {
    const nobody: Caller = {
      address: request.ip,
      requestId: request.id,
      language: /^en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh',
      memberId: null,
      staffId: null,
      staffRole: null,
      passwordNeeded: false,
      sessionHash: null,
      openId: null,
      device: readDevice(request),
    };
    if (request.url.startsWith('/api/hq/')) {
      return { ...nobody, ...(await dependencies.authenticateStaff(request)) };
    }
    return { ...nobody, ...(await dependencies.authenticateMember(request)) };
  };
}
