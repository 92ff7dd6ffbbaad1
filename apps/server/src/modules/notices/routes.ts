import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import type { Route } from '../../platform/http.ts';
import { listNotices, markNoticesRead } from './list-notices.ts';

/** Binds a member's own notices. */
export function registerNoticeRoutes(route: Route, { db, clock }: { db: Db; clock: Clock }): void {
  route('GET /api/me/notices', ({ query, caller }) => listNotices(db, caller, query));

  route('POST /api/me/notices/read', async ({ body: { upToNoticeId }, caller: { memberId } }) => {
    const reading = { memberId, upToNoticeId, now: clock.now() };
    await db.transaction().execute((tx) => markNoticesRead(tx, reading));
    return {};
  });
}
