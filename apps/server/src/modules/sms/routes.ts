import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import type { Route } from '../../platform/http.ts';
import { sendList } from '../../platform/send-list.ts';
import { messageColumns } from './message-columns.ts';
import { listMessages } from './list-messages.ts';
import type { SmsSettings } from './sms-settings.ts';
import { beijingMonth } from './spend-budget.ts';
import { summarizeMessages } from './summarize-messages.ts';

export interface SmsRouteDependencies {
  db: Db;
  clock: Clock;
  readSmsSettings: (reader: Db) => Promise<SmsSettings>;
  /** Names in the order they are tried. */
  readChannels: () => Promise<string[]>;
}

const rowsPerPageDefault = 50;

export function registerSmsRoutes(
  route: Route,
  { db, clock, readSmsSettings, readChannels }: SmsRouteDependencies,
): void {
  route('GET /api/hq/sms/summary', async ({ query }) =>
    summarizeMessages(db, await readSmsSettings(db), {
      month: query.month ?? beijingMonth(clock.now()),
      providers: await readChannels(),
    }),
  );

  route('GET /api/hq/sms/messages', async ({ query }) => {
    const { cursor, limit = rowsPerPageDefault, ...filter } = query;
    return await listMessages(db, filter, { cursor, limit });
  });

  route('GET /api/hq/sms/messages/export', async ({ query, caller, request, reply }) => {
    const { format, ...filter } = query;
    // A filter that cannot be read is refused before the file begins.
    await listMessages(db, filter, { limit: 1 });
    await sendList(
      { request, reply },
      {
        format,
        language: caller.language,
        now: clock.now(),
        name: { zh: '短信记录', en: 'sms' },
        columns: messageColumns,
        readPage: (page) => listMessages(db, filter, page),
      },
    );
  });
}
