import type { MemberKind, PointsEntry } from '@mashang/contract';
import type { Db } from '../../platform/database.ts';
import type { Route } from '../../platform/http.ts';
import { readCursor, writeCursor } from '../../platform/paging.ts';
import { readMoment } from '../../platform/read-moment.ts';
import type { Language } from '../../texts.ts';
import { explainEntry } from './explain-entry.ts';
import { listEntries, type EntryPosition, type LedgerEntry } from './list-entries.ts';
import { readBalances } from './read-balances.ts';

export type DescribeMembers = (
  db: Db,
  memberIds: number[],
) => Promise<
  Map<number, { name: string; kind: MemberKind; mobileMasked: string; regionCode: string | null }>
>;
type ReadProductNames = (db: Db, productIds: number[]) => Promise<Map<number, string>>;

export interface PointsRoutesDependencies {
  db: Db;
  describeMembers: DescribeMembers;
  readProductNames: ReadProductNames;
  /** Members whose number is, or ends with, the digits given. */
  findMemberIdsByMobile: (db: Db, text: string) => Promise<number[]>;
}

/** Binds what members and head office read of the ledger. */
export function registerPointsRoutes(route: Route, dependencies: PointsRoutesDependencies): void {
  const { db } = dependencies;

  route('GET /api/me/points', async ({ caller }) => {
    const account = (await readBalances(db, [caller.memberId])).get(caller.memberId);
    return {
      balance: account?.balance ?? 0,
      earned: account?.earned ?? 0,
      spent: account?.spent ?? 0,
    };
  });

  route('GET /api/me/entries', async ({ query, caller }) => {
    const page = await listEntries(
      db,
      { memberIds: [caller.memberId], kind: query.kind },
      { after: readCursor(query.cursor, isEntryPosition), limit: query.limit ?? 20 },
    );
    const names = await dependencies.readProductNames(db, productIdsOf(page.entries));
    return {
      rows: page.entries.map((entry) => ({
        entryId: `${entry.memberId}-${entry.sequence}`,
        kind: entry.kind,
        points: entry.points,
        balanceAfter: entry.balanceAfter,
        productName: names.get(entry.productId ?? 0) ?? null,
        explanation: explainEntry(entry, caller.language),
        createdAt: entry.createdAt.toISOString(),
      })),
      next: writeCursor(page.next),
    };
  });

  route('GET /api/hq/points-entries', async ({ query, caller }) => {
    const memberIds = query.mobile
      ? await dependencies.findMemberIdsByMobile(db, query.mobile)
      : undefined;
    const page = await listEntries(
      db,
      {
        memberIds,
        kind: query.kind,
        productId: query.productId,
        batchId: query.batchId,
        from: query.from ? readMoment(query.from) : undefined,
        to: query.to ? readMoment(query.to) : undefined,
      },
      { after: readCursor(query.cursor, isEntryPosition), limit: query.limit ?? 50 },
    );
    return {
      rows: await describeEntries(db, page.entries, dependencies, caller.language),
      next: writeCursor(page.next),
    };
  });
}

/** Entries as head office sees them: with the member and the product by name. */
export async function describeEntries(
  db: Db,
  entries: LedgerEntry[],
  dependencies: Pick<PointsRoutesDependencies, 'describeMembers' | 'readProductNames'>,
  language: Language,
): Promise<PointsEntry[]> {
  const members = await dependencies.describeMembers(db, [
    ...new Set(entries.map((entry) => entry.memberId)),
  ]);
  const names = await dependencies.readProductNames(db, productIdsOf(entries));
  return entries.map((entry) => {
    const member = members.get(entry.memberId);
    return {
      entryId: `${entry.memberId}-${entry.sequence}`,
      memberId: entry.memberId,
      memberName: member?.name ?? '',
      memberKind: member?.kind ?? 'consumer',
      mobileMasked: member?.mobileMasked ?? '',
      regionCode: member?.regionCode ?? null,
      kind: entry.kind,
      points: entry.points,
      balanceAfter: entry.balanceAfter,
      productId: entry.productId,
      productName: names.get(entry.productId ?? 0) ?? null,
      batchId: entry.batchId,
      explanation: explainEntry(entry, language),
      createdAt: entry.createdAt.toISOString(),
    };
  });
}

function productIdsOf(entries: LedgerEntry[]): number[] {
  return [...new Set(entries.flatMap((entry) => entry.productId ?? []))];
}

function isEntryPosition(value: unknown): value is EntryPosition {
  const position = value as Partial<EntryPosition> | null;
  return (
    typeof position === 'object' &&
    isMomentOfPostgres(position?.createdAt) &&
    Number.isSafeInteger(position?.memberId) &&
    Number.isSafeInteger(position?.sequence)
  );
}

/** As PostgreSQL writes a moment, and one that exists: anything else it would refuse with an error. */
function isMomentOfPostgres(text: unknown): boolean {
  const match =
    /^([1-9]\d{3}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,6})?[+-](?:0\d|1[0-4])(?::\d\d)?$/.exec(
      typeof text === 'string' ? text : '',
    );
  const moment = new Date(`${match?.[1]}T${match?.[2]}Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(match?.[1] ?? '?');
}
