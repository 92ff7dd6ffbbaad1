import type { PointsEntry, QueryOf } from '@mashang/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import type { Route } from '../../platform/http.ts';
import { readCursor, writeCursor } from '../../platform/paging.ts';
import { readMoment } from '../../platform/read-moment.ts';
import { readWithin } from '../../platform/read-within.ts';
import { sendList } from '../../platform/send-list.ts';
import type { Language } from '../../texts.ts';
import { describeEntries, type NameReaders } from './describe-entries.ts';
import { entryColumns } from './entry-columns.ts';
import type { EntryFilter } from './entry-filter.ts';
import { isEntryPosition } from './entry-position.ts';
import { tooManyEntries } from './errors.ts';
import { listEntries } from './list-entries.ts';
import { registerOwnPointsRoutes } from './own-routes.ts';
import { sumEntries } from './sum-entries.ts';

export interface PointsRoutesDependencies extends NameReaders {
  db: Db;
  clock: Clock;
  /** Members whose number is, or ends with, the digits given. */
  findMemberIdsByMobile: (db: Db, text: string) => Promise<number[]>;
}

/** A filter that finds next to nothing reads the whole ledger: not for ever. */
const pageTimeoutMs = 20_000;

/** Binds what members and head office read of the ledger. */
export function registerPointsRoutes(route: Route, dependencies: PointsRoutesDependencies): void {
  const { db, clock } = dependencies;
  registerOwnPointsRoutes(route, dependencies);

  async function readFilter(query: FilterQuery): Promise<EntryFilter> {
    const { mobile, from, to, ...filter } = query;
    return {
      ...filter,
      memberIds: mobile ? await dependencies.findMemberIdsByMobile(db, mobile) : undefined,
      from: from ? readMoment(from) : undefined,
      to: to ? readMoment(to) : undefined,
    };
  }

  async function readPage(
    filter: EntryFilter,
    page: { cursor?: string | undefined; limit: number; sort: TimeOrder },
    language: Language,
  ): Promise<{ rows: PointsEntry[]; next: string | null }> {
    const after = readCursor(page.cursor, isEntryPosition);
    const found = await readWithin(db, pageTimeoutMs, (tx) =>
      listEntries(tx, filter, { ...page, after }),
    );
    if (!found) throw tooManyEntries();
    const rows = await describeEntries(db, found.entries, dependencies, language);
    return { rows, next: writeCursor(found.next) };
  }

  route('GET /api/hq/points-entries', async ({ query, caller }) => {
    const { cursor, limit = 50, sort, ...filter } = query;
    return readPage(await readFilter(filter), { cursor, limit, sort }, caller.language);
  });

  route('GET /api/hq/points-entries/totals', async ({ query }) =>
    sumEntries(db, await readFilter(query)),
  );

  route('GET /api/hq/points-entries/export', async ({ query, caller, request, reply }) => {
    const { format, sort, ...filterQuery } = query;
    const asked = await readFilter(filterQuery);
    const { language } = caller;
    // What is claimed meanwhile stays out, so the file has an end in either order.
    const filter = { ...asked, to: asked.to ?? clock.now() };
    await sendList<PointsEntry>(
      { request, reply },
      {
        format,
        language,
        now: clock.now(),
        name: { zh: '积分明细', en: 'points-entries' },
        columns: entryColumns,
        readPage: (page) => readPage(filter, { ...page, sort }, language),
      },
    );
  });
}

type TimeOrder = QueryOf<'GET /api/hq/points-entries'>['sort'];
type FilterQuery = QueryOf<'GET /api/hq/points-entries/totals'>;
