import type { Clock } from '../../../platform/clock.ts';
import type { Caller, Route } from '../../../platform/http.ts';
import { sendList } from '../../../platform/send-list.ts';
import { addBlacklistEntry } from './add-blacklist-entry.ts';
import type { GuardRouteDependencies } from './desk-tools.ts';
import { liftBlacklistEntry } from './lift-blacklist-entry.ts';
import { liftLock } from './lift-lock.ts';
import { countOpenAlarms, getAlarm, listAlarms } from './list-alarms.ts';
import { listAllowances } from './list-allowances.ts';
import { getBlacklistEntry, listBlacklist } from './list-blacklist.ts';
import { alarmColumns, allowanceColumns, blacklistColumns } from './list-columns.ts';
import { listLocks } from './list-locks.ts';
import { setAllowance } from './set-allowance.ts';
import { reopenAlarm, settleAlarm } from './settle-alarm.ts';

/** Binds head office's desk: who waits, who may not scan, who may scan more, and what looks wrong. */
export function registerGuardRoutes(route: Route, dependencies: GuardRouteDependencies): void {
  bindLocks(route, dependencies);
  bindBlacklist(route, dependencies);
  bindAllowances(route, dependencies);
  bindAlarms(route, dependencies);
}

function bindLocks(route: Route, dependencies: GuardRouteDependencies): void {
  const { db, clock, guardBook } = dependencies;

  route('GET /api/hq/guard-locks', ({ query }) => listLocks(db, query, dependencies, clock.now()));

  route('POST /api/hq/guard-locks/:lockId/lift', async ({ params: { lockId }, body }) => {
    const lifting = { lockId, ...body, now: clock.now() };
    await db.transaction().execute((tx) => liftLock(tx, lifting));
    guardBook.forget();
    return {};
  });
}

function bindBlacklist(route: Route, dependencies: GuardRouteDependencies): void {
  const { db, clock, guardBook } = dependencies;

  route('GET /api/hq/blacklist', ({ query }) =>
    listBlacklist(db, query, dependencies, clock.now()),
  );

  route('GET /api/hq/blacklist/export', async ({ query, ...exchange }) => {
    const { format, ...filter } = query;
    await sendList(exchange, {
      ...fileOf(exchange, clock),
      format,
      name: { zh: '黑名单', en: 'blacklist' },
      columns: blacklistColumns,
      readPage: (page) => listBlacklist(db, { ...filter, ...page }, dependencies, clock.now()),
    });
  });

  route('POST /api/hq/blacklist', async ({ body, caller }) => {
    const { staffId, address: ownAddress } = caller;
    const entry = await db.transaction().execute(async (tx) => {
      const adding = { body, staffId, ownAddress, now: clock.now() };
      const blacklistEntryId = await addBlacklistEntry(tx, adding, dependencies);
      return getBlacklistEntry(tx, blacklistEntryId, dependencies);
    });
    guardBook.forget();
    return entry;
  });

  route('POST /api/hq/blacklist/:blacklistEntryId/lift', async ({ params, body, caller }) => {
    const { blacklistEntryId } = params;
    const entry = await db.transaction().execute(async (tx) => {
      const { staffId } = caller;
      await liftBlacklistEntry(tx, { blacklistEntryId, ...body, staffId, now: clock.now() });
      return getBlacklistEntry(tx, blacklistEntryId, dependencies);
    });
    guardBook.forget();
    return entry;
  });
}

function bindAllowances(route: Route, dependencies: GuardRouteDependencies): void {
  const { db, clock, guardBook } = dependencies;

  route('GET /api/hq/allowances', ({ query }) => listAllowances(db, query, dependencies));

  route('GET /api/hq/allowances/export', async ({ query, ...exchange }) => {
    const { format, ...filter } = query;
    await sendList(exchange, {
      ...fileOf(exchange, clock),
      format,
      name: { zh: '每日上限', en: 'daily-limits' },
      columns: allowanceColumns,
      readPage: (page) => listAllowances(db, { ...filter, ...page }, dependencies),
    });
  });

  route('POST /api/hq/members/:memberId/allowance', async ({ params, body, caller }) => {
    const { staffId } = caller;
    const setting = { ...body, memberId: params.memberId, staffId, now: clock.now() };
    await db.transaction().execute((tx) => setAllowance(tx, setting, dependencies));
    guardBook.forget();
    return {};
  });
}

function bindAlarms(route: Route, dependencies: GuardRouteDependencies): void {
  const { db, clock } = dependencies;

  route('GET /api/hq/alarms', ({ query, caller }) =>
    listAlarms(db, query, dependencies, caller.language),
  );

  route('GET /api/hq/alarms/export', async ({ query, ...exchange }) => {
    const { format, ...filter } = query;
    const { language } = exchange.caller;
    await sendList(exchange, {
      ...fileOf(exchange, clock),
      format,
      name: { zh: '提醒', en: 'alarms' },
      columns: alarmColumns,
      readPage: (page) => listAlarms(db, { ...filter, ...page }, dependencies, language),
    });
  });

  route('GET /api/hq/alarms/counts', () => countOpenAlarms(db));

  route('POST /api/hq/alarms/:alarmId/settle', ({ params: { alarmId }, body, caller }) =>
    db.transaction().execute(async (tx) => {
      const { staffId, language } = caller;
      await settleAlarm(tx, { alarmId, ...body, staffId, now: clock.now() });
      return getAlarm(tx, alarmId, dependencies, language);
    }),
  );

  route('POST /api/hq/alarms/:alarmId/reopen', ({ params: { alarmId }, caller }) =>
    db.transaction().execute(async (tx) => {
      await reopenAlarm(tx, { alarmId });
      return getAlarm(tx, alarmId, dependencies, caller.language);
    }),
  );
}

/** What every file of the desk is sent with. */
function fileOf({ caller }: { caller: Caller }, clock: Clock) {
  return { language: caller.language, now: clock.now() };
}
