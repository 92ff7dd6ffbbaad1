import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from './database.ts';
import { tooManyRequests } from './errors.ts';

export interface Limit {
  /** What is counted, e.g. `login:address`. */
  name: string;
  windowSeconds: number;
  max: number;
}

/**
 * Counts one use by `subject` and refuses with 429 beyond `limit.max` in the fixed window. Holds
 * across processes. The subject is hashed: an address or a name is never stored here.
 */
export async function countUse(db: Db, limit: Limit, subject: string, now: Date): Promise<void> {
  const { used, retryAfterSeconds } = await use(db, limit, subject, now);
  if (used > limit.max) throw tooManyRequests(retryAfterSeconds);
}

/** Whether `subject` is already at the limit, without counting. */
export async function isAtLimit(
  db: Db,
  limit: Limit,
  subject: string,
  now: Date,
): Promise<boolean> {
  const { windowStart } = windowOf(limit, now);
  const row = await db
    .selectFrom('rateLimit')
    .select('used')
    .where('bucket', '=', bucketOf(limit, subject))
    .where('windowStart', '=', windowStart)
    .executeTakeFirst();
  return (row?.used ?? 0) >= limit.max;
}

/** Refuses with 429 whoever is at the limit, without counting: for what counts only when it fails. */
export async function refuseAtLimit(
  db: Db,
  limit: Limit,
  subject: string,
  now: Date,
): Promise<void> {
  if (!(await isAtLimit(db, limit, subject, now))) return;
  throw tooManyRequests(windowOf(limit, now).retryAfterSeconds);
}

/** Forgets the uses of `subject` in this window, e.g. after the right password. */
export async function forgetUses(db: Db, limit: Limit, subject: string): Promise<void> {
  await db.deleteFrom('rateLimit').where('bucket', '=', bucketOf(limit, subject)).execute();
}

/** Deletes windows that ended before `before`. */
export async function purgeRateLimits(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('rateLimit').where('windowStart', '<', before).execute();
}

async function use(db: Db, limit: Limit, subject: string, now: Date) {
  const { windowStart, retryAfterSeconds } = windowOf(limit, now);
  const row = await db
    .insertInto('rateLimit')
    .values({ bucket: bucketOf(limit, subject), windowStart, used: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['bucket', 'windowStart'])
        .doUpdateSet({ used: sql`least(rate_limit.used + 1, 1000000)` }),
    )
    .returning('used')
    .executeTakeFirstOrThrow();
  return { used: row.used, retryAfterSeconds };
}

function windowOf(limit: Limit, now: Date) {
  const windowMs = limit.windowSeconds * 1000;
  const startMs = Math.floor(now.getTime() / windowMs) * windowMs;
  return {
    windowStart: new Date(startMs),
    retryAfterSeconds: Math.max(1, Math.ceil((startMs + windowMs - now.getTime()) / 1000)),
  };
}

function bucketOf(limit: Limit, subject: string): string {
  return `${limit.name}:${createHash('sha256').update(subject).digest('base64url').slice(0, 22)}`;
}
