import type { LoggedScan, QueryOf, SuspiciousCode } from '@mashang/contract';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database.ts';
import type { Route } from '../../../platform/http.ts';
import { readCursor, writeCursor } from '../../../platform/paging.ts';
import { readMoment } from '../../../platform/read-moment.ts';
import { readWithin } from '../../../platform/read-within.ts';
import { countUse, refuseAtLimit } from '../../../platform/rate-limit.ts';
import { sendList } from '../../../platform/send-list.ts';
import { codeIdOfRef, codeRefOf } from '../../codes/index.ts';
import type { CodeBook } from '../../codes/index.ts';
import type { CheckDesk } from './check-authenticity.ts';
import { checkInWords } from './check-in-words.ts';
import { clearSuspiciousCode } from './clear-suspicious-code.ts';
import { describeScans, type NameReaders } from './describe-scans.ts';
import { codeNotFound, tooManyScans } from './errors.ts';
import { scanColumns, suspiciousColumns } from './list-columns.ts';
import { listScans, type ListAwardedCodes } from './list-scans.ts';
import { listSuspiciousCodes, type SuspiciousReaders } from './list-suspicious-codes.ts';
import { lookUpCode } from './look-up-code.ts';
import { readCodeHistory } from './read-code-history.ts';
import type { ScanFilter } from './scan-filter.ts';
import { isScanPosition } from './scan-position.ts';

export interface ScanLogRouteDependencies extends NameReaders, SuspiciousReaders {
  db: Db;
  clock: Clock;
  codeBook: CodeBook;
  checkDesk: Pick<CheckDesk, 'check'>;
  listAwardedCodes: ListAwardedCodes;
}

/** A filter that finds next to nothing reads all scans: not for ever. */
const pageTimeoutMs = 20_000;

/** Binds the authenticity check, and what head office reads of scans and codes. */
export function registerScanLogRoutes(route: Route, dependencies: ScanLogRouteDependencies): void {
  registerCheckRoute(route, dependencies);
  registerScanListRoutes(route, dependencies);
  registerCodeHistoryRoutes(route, dependencies);
  registerSuspiciousRoutes(route, dependencies);
}

function registerCheckRoute(route: Route, { checkDesk, clock }: ScanLogRouteDependencies): void {
  route('POST /api/authenticity-checks', async ({ body, caller }) => {
    const { memberId, address, device, openId, language } = caller;
    const { text, scanType = 'qrcode' } = body;
    const result = await checkDesk.check({ text, scanType, memberId, address, device, openId });
    return checkInWords(result, language, clock.now());
  });
}

function registerScanListRoutes(route: Route, dependencies: ScanLogRouteDependencies): void {
  const { db, clock, listAwardedCodes } = dependencies;

  async function readPage(
    filter: ScanFilter,
    page: { cursor?: string | undefined; limit: number; sort: TimeOrder },
  ): Promise<{ rows: LoggedScan[]; next: string | null }> {
    const after = readCursor(page.cursor, isScanPosition);
    const found = await readWithin(db, pageTimeoutMs, (tx) =>
      listScans(tx, filter, { ...page, after }, listAwardedCodes),
    );
    if (!found) throw tooManyScans();
    const rows = await describeScans(db, found.rows, dependencies);
    return { rows, next: writeCursor(found.next) };
  }

  route('GET /api/hq/scans', async ({ query }) => {
    const { cursor, limit = 50, sort, ...filter } = query;
    return readPage(readFilter(filter), { cursor, limit, sort });
  });

  route('GET /api/hq/scans/export', async ({ query, caller, request, reply }) => {
    const { format, sort, ...asked } = query;
    const filter = readFilter(asked);
    const now = clock.now();
    await sendList<LoggedScan>(
      { request, reply },
      {
        format,
        language: caller.language,
        now,
        name: { zh: '扫码记录', en: 'scans' },
        columns: scanColumns,
        // What is scanned meanwhile stays out, so the file has an end in either order.
        readPage: (page) => readPage({ ...filter, to: filter.to ?? now }, { ...page, sort }),
      },
    );
  });
}

/** A clerk mistypes; one who asks for more than so many unknown codes tries numbers. */
const unknownLimit = { name: 'code-look-up:unknown', windowSeconds: 60 * 60, max: 100 };

function registerCodeHistoryRoutes(route: Route, dependencies: ScanLogRouteDependencies): void {
  const { db, clock, codeBook } = dependencies;

  route('POST /api/hq/code-look-ups', async ({ body, request, caller }) => {
    const clerk = String(caller.staffId);
    const now = clock.now();
    await refuseAtLimit(db, unknownLimit, clerk, now);
    const codeId = await lookUpCode(db, codeBook, body.text, now);
    if (codeId === null) await countUse(db, unknownLimit, clerk, now);
    // The audit log reads the body after this: it keeps the number, never the code.
    request.body = { codeRef: codeId === null ? null : codeRefOf(codeId) };
    const history = codeId === null ? null : await readCodeHistory(db, codeId, dependencies, now);
    return { history };
  });

  route('GET /api/hq/codes/:codeRef', async ({ params }) => {
    const codeId = requireCodeId(params.codeRef);
    const history = await readCodeHistory(db, codeId, dependencies, clock.now());
    if (!history) throw codeNotFound();
    return history;
  });
}

function registerSuspiciousRoutes(route: Route, dependencies: ScanLogRouteDependencies): void {
  const { db, clock } = dependencies;

  route('GET /api/hq/suspicious-codes', ({ query }) =>
    listSuspiciousCodes(db, query, dependencies),
  );

  route('GET /api/hq/suspicious-codes/export', async ({ query, caller, request, reply }) => {
    const { format, ...filter } = query;
    await sendList<SuspiciousCode>(
      { request, reply },
      {
        format,
        language: caller.language,
        now: clock.now(),
        name: { zh: '可疑码', en: 'suspicious-codes' },
        columns: suspiciousColumns,
        readPage: (page) => listSuspiciousCodes(db, { ...filter, ...page }, dependencies),
      },
    );
  });

  route('POST /api/hq/suspicious-codes/:codeRef/clear', async ({ params, body, caller }) => {
    const codeId = requireCodeId(params.codeRef);
    const { staffId } = caller;
    const clearing = { codeId, staffId, note: body.note, now: clock.now() };
    await db.transaction().execute((tx) => clearSuspiciousCode(tx, clearing));
    return {};
  });
}

type TimeOrder = QueryOf<'GET /api/hq/scans'>['sort'];
type FilterQuery = Omit<QueryOf<'GET /api/hq/scans'>, 'cursor' | 'limit' | 'sort'>;

function readFilter({ from, to, ...filter }: FilterQuery): ScanFilter {
  return {
    ...filter,
    from: from ? readMoment(from) : undefined,
    to: to ? readMoment(to) : undefined,
  };
}

/** Numbers no code can have are refused like those no code has. */
function requireCodeId(ref: string): bigint {
  const codeId = codeIdOfRef(ref);
  if (codeId === null) throw codeNotFound();
  return codeId;
}
