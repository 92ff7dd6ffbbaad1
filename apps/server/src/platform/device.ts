import { hash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

const cookieName = 'mashang_device';
const twoYearsSeconds = 2 * 365 * 24 * 60 * 60;

/**
 * Start of the hash of the browser's mark, 16 hex digits. The mark tells one browser's scans from
 * another's behind the same address; who deletes it is a new browser, so nothing depends on it alone.
 */
export function readDevice(request: FastifyRequest): string | null {
  const mark = request.cookies[cookieName];
  if (!mark || !/^[A-Za-z0-9_-]{22}$/.test(mark)) return null;
  return hash('sha256', mark).slice(0, 16);
}

/** Gives a browser its mark when it has none: a random number that says nothing of anybody. */
export function markDevice(
  request: FastifyRequest,
  reply: FastifyReply,
  { secureCookies }: { secureCookies: boolean },
): void {
  if (readDevice(request) !== null) return;
  reply.setCookie(cookieName, randomBytes(16).toString('base64url'), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: secureCookies,
    maxAge: twoYearsSeconds,
  });
}
