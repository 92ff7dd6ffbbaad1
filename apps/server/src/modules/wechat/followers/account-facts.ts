import { sql } from 'kysely';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database.ts';

export interface AccountFacts {
  /** A call was believed. `isNews` is asked only when it would be written. */
  notePush: (appId: string, isNews: () => boolean) => void;
  /** A call was not believed. */
  noteRefusal: (appId: string, reason: string, isNews: () => boolean) => void;
  /** The platform said who somebody is. */
  noteSignIn: (appId: string) => void;
  /** Resolves when nothing is being written. */
  idle: () => Promise<void>;
}

const pauseMs = 60_000;

/**
 * Keeps when the platform last called, why a call was last refused, and when it last said who somebody
 * is, for the check list: at most one write of each a minute and process, whatever is sent to us. No
 * call waits for it, or fails for it.
 */
export function createAccountFacts(options: {
  db: Db;
  clock: Clock;
  onError: (error: unknown) => void;
}): AccountFacts {
  const { db, clock, onError } = options;
  const writtenMs = new Map<string, number>();
  const underWay = new Set<Promise<void>>();

  function write(key: string, isNews: () => boolean, makeWrite: (now: Date) => Promise<unknown>) {
    const now = clock.now();
    if (Math.abs(now.getTime() - (writtenMs.get(key) ?? -Infinity)) < pauseMs) return;
    if (!isNews()) return;
    writtenMs.set(key, now.getTime());
    const writing: Promise<void> = makeWrite(now)
      .catch(onError)
      .then(() => void underWay.delete(writing));
    underWay.add(writing);
  }

  return {
    notePush: (appId, isNews) =>
      write(`push:${appId}`, isNews, (now) =>
        sql`
          insert into wechat_account_fact as known (app_id, last_push_at) values (${appId}, ${now})
          on conflict (app_id) do update
            set last_push_at = greatest(known.last_push_at, excluded.last_push_at)`.execute(db),
      ),
    noteRefusal: (appId, reason, isNews) =>
      write(`refusal:${appId}`, isNews, (now) =>
        sql`
          insert into wechat_account_fact (app_id, last_refusal_at, last_refusal_reason)
          values (${appId}, ${now}, ${reason})
          on conflict (app_id) do update set
            last_refusal_at = excluded.last_refusal_at,
            last_refusal_reason = excluded.last_refusal_reason`.execute(db),
      ),
    noteSignIn: (appId) =>
      write(
        `signIn:${appId}`,
        () => true,
        (now) =>
          sql`
            insert into wechat_account_fact as known (app_id, last_sign_in_at)
            values (${appId}, ${now}) on conflict (app_id) do update set
              last_sign_in_at = greatest(known.last_sign_in_at, excluded.last_sign_in_at)`.execute(
            db,
          ),
      ),
    idle: async () => void (await Promise.all(underWay)),
  };
}
