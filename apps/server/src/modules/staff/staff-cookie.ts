import type { FastifyReply } from 'fastify';
import type { StartedStaffSession } from './staff-sessions.ts';

export const staffCookie = 'mashang_staff';

/** Strict and only for head office's own addresses: no other page ever makes a browser send it. */
export function setStaffCookie(
  reply: FastifyReply,
  session: StartedStaffSession,
  options: { secureCookies: boolean },
): void {
  void reply.setCookie(staffCookie, session.token, {
    ...attributes(options.secureCookies),
    expires: session.expiresAt,
  });
}

export function clearStaffCookie(reply: FastifyReply, options: { secureCookies: boolean }): void {
  void reply.clearCookie(staffCookie, attributes(options.secureCookies));
}

function attributes(secure: boolean) {
  return { path: '/api/hq', httpOnly: true, sameSite: 'strict', secure } as const;
}
