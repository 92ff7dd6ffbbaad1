import type { Db } from '../../platform/database.ts';
import { startOfBeijingDay } from '../../platform/clock.ts';
import type { Route } from '../../platform/http.ts';
import { readCursor, writeCursor } from '../../platform/paging.ts';
import type { Language } from '../../texts.ts';
import { entryIdOf, productIdsOf, type NameReaders } from './describe-entries.ts';
import { isEntryPosition } from './entry-position.ts';
import { entryNotFound } from './errors.ts';
import { explainEntry, tellEntry } from './explain-entry.ts';
import { listEntries, listProductsOfMember, readEntry, type LedgerEntry } from './list-entries.ts';
import { readBalances } from './read-balances.ts';

/** Binds what members read of their own account. */
export function registerOwnPointsRoutes(
  route: Route,
  { db, readProductNames }: { db: Db } & Pick<NameReaders, 'readProductNames'>,
): void {
  route('GET /api/me/points', async ({ caller }) => {
    const account = (await readBalances(db, [caller.memberId])).get(caller.memberId);
    return {
      balance: account?.balance ?? 0,
      earned: account?.earned ?? 0,
      spent: account?.spent ?? 0,
    };
  });

  route('GET /api/me/entries', async ({ query, caller }) => {
    const { kind, productId, month } = query;
    const page = await listEntries(
      db,
      { memberId: caller.memberId, kind, productId, ...periodOf(month) },
      { after: readCursor(query.cursor, isEntryPosition), limit: query.limit ?? 20 },
    );
    const names = await readProductNames(db, productIdsOf(page.entries));
    return {
      rows: page.entries.map((entry) => ownEntryOf(entry, names, caller.language)),
      next: writeCursor(page.next),
    };
  });

  route('GET /api/me/entries/:entryId', async ({ params, caller: { memberId, language } }) => {
    const [owner, sequence] = params.entryId.split('-').map(Number);
    // Of another account there is nothing to see, not even whether it exists.
    if (owner !== memberId || !Number.isSafeInteger(sequence)) throw entryNotFound();
    const entry = await readEntry(db, memberId, sequence ?? 0);
    if (!entry) throw entryNotFound();
    const names = await readProductNames(db, productIdsOf([entry]));
    const own = ownEntryOf(entry, names, language);
    const steps = tellEntry(entry, own.productName, language);
    return { ...own, steps, redemptionId: entry.redemptionId };
  });

  route('GET /api/me/products', async ({ caller }) => {
    const names = await readProductNames(db, await listProductsOfMember(db, caller.memberId));
    const products = [...names].map(([productId, name]) => ({ productId, name }));
    return { products: products.sort((a, b) => a.name.localeCompare(b.name, 'zh')) };
  });
}

/** A Beijing month, 2026-11, as a period. */
function periodOf(month: string | undefined): { from?: Date; to?: Date } {
  if (month === undefined) return {};
  const [year = 0, number = 0] = month.split('-').map(Number);
  const next = new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10);
  return { from: startOfBeijingDay(`${month}-01`), to: startOfBeijingDay(next) };
}

function ownEntryOf(entry: LedgerEntry, names: Map<number, string>, language: Language) {
  return {
    entryId: entryIdOf(entry),
    kind: entry.kind,
    points: entry.points,
    balanceAfter: entry.balanceAfter,
    productName: names.get(entry.productId ?? 0) ?? null,
    explanation: explainEntry(entry, language),
    createdAt: entry.createdAt.toISOString(),
  };
}
