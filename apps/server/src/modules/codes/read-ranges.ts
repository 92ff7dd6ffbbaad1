import type { CodeRange, QueryOf, ReplyOf } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';
import type { BatchLookups } from './batch-queries.ts';
import { codeIdOf } from './code-id.ts';
import { codeStateOf, type StoredState } from './code-state.ts';
import { cutPage, pageRowsDefault, readNumberCursor } from './page-cursor.ts';
import type { CodeIdSpan } from './refuse-claimed.ts';
import { requireBatch } from './require-batch.ts';

export interface RangeLookups extends Pick<BatchLookups, 'readProductNames' | 'countClaims'> {
  /** How many codes of each span are claimed, in their order. */
  countClaimsBetween: (db: Db, spans: CodeIdSpan[]) => Promise<number[]>;
}

/** A page of the ranges of a batch by serial. Throws batch_not_found. */
export async function listRanges(
  db: Db,
  asked: { batchId: number; now: Date } & QueryOf<'GET /api/hq/batches/:batchId/ranges'>,
  lookups: RangeLookups,
): Promise<ReplyOf<'GET /api/hq/batches/:batchId/ranges'>> {
  const { batchId, limit = pageRowsDefault, now } = asked;
  const behind = readNumberCursor(asked.cursor) ?? -1;
  const found = await db
    .selectFrom('codeRange')
    .selectAll()
    .where('batchId', '=', batchId)
    .where('firstSerial', '>', behind)
    .orderBy('firstSerial')
    .limit(limit + 1)
    .execute();
  if (found.length === 0) await requireBatch(db, batchId);
  const { rows, next } = cutPage(found, limit, (row) => row.firstSerial);
  const isWhole = behind < 0 && found.length === 1;
  const claimed = isWhole
    ? [(await lookups.countClaims(db, [batchId])).get(batchId) ?? 0]
    : await countClaimed(db, batchId, rows, lookups);
  const productIds = rows.map((row) => row.productId).filter((id) => id !== null);
  const names = await lookups.readProductNames(db, productIds);
  return {
    rows: rows.map((row, index): CodeRange => ({
      firstSerial: row.firstSerial,
      lastSerial: row.lastSerial,
      state: codeStateOf(row, now),
      productId: row.productId,
      productName: row.productId === null ? null : (names.get(row.productId) ?? ''),
      pointsPerCode: row.pointsPerCode,
      activatedAt: row.activatedAt?.toISOString() ?? null,
      deliveredAt: row.deliveredAt?.toISOString() ?? null,
      claimedCount: claimed[index] ?? 0,
    })),
    next,
  };
}

interface Serials {
  firstSerial: number;
  lastSerial: number;
}

/** Claims of each range, and of the copy marks that stand in it. */
async function countClaimed(
  db: Db,
  batchId: number,
  ranges: Serials[],
  { countClaimsBetween }: RangeLookups,
): Promise<number[]> {
  const marks = await db
    .selectFrom('codeMark')
    .select(['serial', 'standsFor'])
    .where('batchId', '=', batchId)
    .execute();
  const ofRanges = ranges.map(({ firstSerial, lastSerial }) => ({
    firstCodeId: codeIdOf(batchId, firstSerial),
    lastCodeId: codeIdOf(batchId, lastSerial),
  }));
  const ofMarks = marks.map(({ serial }) => {
    const codeId = codeIdOf(batchId, serial);
    return { firstCodeId: codeId, lastCodeId: codeId };
  });
  const counts = await countClaimsBetween(db, [...ofRanges, ...ofMarks]);
  const claimed = counts.slice(0, ranges.length);
  marks.forEach(({ standsFor }, index) => {
    const isHere = (range: Serials) =>
      range.firstSerial <= standsFor && standsFor <= range.lastSerial;
    const at = ranges.findIndex(isHere);
    if (at >= 0) claimed[at] = (claimed[at] ?? 0) + (counts[ranges.length + index] ?? 0);
  });
  return claimed;
}

/** How the range a serial lies in stands; `state` is the one in force at the moment. */
export interface FoundRange {
  firstSerial: number;
  lastSerial: number;
  state: StoredState;
  productId: number | null;
  pointsPerCode: number | null;
}

/** The range a serial of a batch lies in; null when there is none. */
export async function findRange(
  db: Db,
  { batchId, serial, at }: { batchId: number; serial: number; at: Date },
): Promise<FoundRange | null> {
  const row = await db
    .selectFrom('codeRange')
    .select(['firstSerial', 'lastSerial', 'state', 'productId', 'pointsPerCode', 'activatedAt'])
    .where('batchId', '=', batchId)
    .where('firstSerial', '<=', serial)
    .where('lastSerial', '>=', serial)
    .executeTakeFirst();
  if (!row) return null;
  const { activatedAt, ...range } = row;
  const isAhead = row.state === 'activated' && activatedAt !== null && activatedAt > at;
  return { ...range, state: isAhead ? 'minted' : (row.state as StoredState) };
}

/** From which serial to which each batch goes. Unknown batches are absent. */
export async function readBatchSpans(
  db: Db,
  batchIds: number[],
): Promise<Map<number, { firstSerial: number; lastSerial: number }>> {
  if (batchIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('codeBatch')
    .select(['batchId', sql<number>`serials - 1`.as('lastSerial')])
    .where('batchId', 'in', batchIds)
    .where('serials', '>', 0)
    .execute();
  return new Map(rows.map(({ batchId, lastSerial }) => [batchId, { firstSerial: 0, lastSerial }]));
}
