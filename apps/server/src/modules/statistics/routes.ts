import type { FastifyRequest } from 'fastify';
import { beijingDay, type Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import type { Route } from '../../platform/http.ts';
import { sendTable } from '../../platform/send-table.ts';
import { tableOfStatistics } from './export-statistics.ts';
import type { createLiveFeed } from './live-feed.ts';
import type { NameReaders } from './name-keys.ts';
import { readQuestion } from './read-question.ts';
import { readStatistics } from './read-statistics.ts';
import { streamLive } from './stream-live.ts';

export interface StatisticsRoutesDependencies extends NameReaders {
  db: Db;
  clock: Clock;
  liveFeed: ReturnType<typeof createLiveFeed>;
  /** Asked at every heartbeat: a stream must not outlive the session it was opened with. */
  isStillStaff: (request: FastifyRequest) => Promise<boolean>;
  heartbeatMs?: number;
}

/** Binds the live stream and the figures of head office. */
export function registerStatisticsRoutes(
  route: Route,
  { db, clock, describeMembers, readProductNames, ...live }: StatisticsRoutesDependencies,
): void {
  const readers = { describeMembers, readProductNames };

  route('GET /api/hq/live', async (exchange) => streamLive(exchange, live));

  route('GET /api/hq/statistics', async ({ query, caller: { language } }) =>
    readStatistics(db, readQuestion(query), { ...readers, language }),
  );

  route(
    'GET /api/hq/statistics/export',
    async ({ query: { format, ...query }, caller: { language }, request, reply }) => {
      const statistics = await readStatistics(db, readQuestion(query), { ...readers, language });
      const day = beijingDay(clock.now()).replaceAll('-', '');
      sendTable(
        { request, reply },
        {
          format,
          name: language === 'en' ? `statistics-${day}` : `积分统计-${day}`,
          plainName: `statistics-${day}`,
          ...tableOfStatistics(statistics, query.by, language),
        },
      );
    },
  );
}
