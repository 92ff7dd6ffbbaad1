import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Signs a call to our own callback as the platform does. Its nonce is a mark only who knows the token
 * can make: such a call is a test, not WeChat's, and must not be remembered as one.
 */
export function signOwnCall(
  token: string,
  now: Date,
): { signature: string; timestamp: string; nonce: string } {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const random = randomBytes(4).toString('hex');
  const nonce = random + markOf(token, timestamp, random);
  const signature = createHash('sha1')
    .update([token, timestamp, nonce].sort().join(''))
    .digest('hex');
  return { signature, timestamp, nonce };
}

/** Whether a call to the callback is a test of the check list, by the query it came with. */
export function isOwnCall(token: string, query: unknown): boolean {
  const { timestamp, nonce } = (query ?? {}) as Record<string, unknown>;
  if (typeof timestamp !== 'string' || typeof nonce !== 'string') return false;
  // WeChat's own nonces are shorter: a message of theirs costs no hash.
  if (nonce.length !== randomLength + markLength) return false;
  const given = Buffer.from(nonce.slice(randomLength));
  const expected = Buffer.from(markOf(token, timestamp, nonce.slice(0, randomLength)));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const randomLength = 8;
const markLength = 24;

function markOf(token: string, timestamp: string, random: string): string {
  const mark = createHmac('sha256', token).update(`own call ${timestamp} ${random}`).digest('hex');
  return mark.slice(0, markLength);
}
