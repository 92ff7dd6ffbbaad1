import type { BatchState, QueryOf, ReplyOf } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';
import { batchNotFound } from './errors.ts';
import { cutPage, pageRowsDefault, readNumberCursor } from './page-cursor.ts';

type RangePage = ReplyOf<'GET /api/hq/batches/:batchId/ranges'>;

/** A page of the ranges of a batch by serial, with their points rules. Throws batch_not_found. */
export async function listRanges(
  db: Db,
  batchId: number,
  query: QueryOf<'GET /api/hq/batches/:batchId/ranges'>,
): Promise<RangePage> {
  const limit = query.limit ?? pageRowsDefault;
  const behind = readNumberCursor(query.cursor) ?? -1;
  const found = await selectRanges(db)
    .where('batchId', '=', batchId)
    .where('firstSerial', '>', behind)
    .orderBy('firstSerial')
    .limit(limit + 1)
    .execute();
  if (found.length === 0) await requireBatch(db, batchId);
  const { rows, next } = cutPage(found, limit, (row) => row.firstSerial);
  return { rows: rows.map((row) => ({ ...row, state: row.state as BatchState })), next };
}

/** The range a serial of a batch lies in; null when there is none. */
export async function findRange(
  db: Db,
  { batchId, serial }: { batchId: number; serial: number },
): Promise<RangePage['rows'][number] | null> {
  const row = await selectRanges(db)
    .where('batchId', '=', batchId)
    .where('firstSerial', '<=', serial)
    .where('lastSerial', '>=', serial)
    .executeTakeFirst();
  return row ? { ...row, state: row.state as BatchState } : null;
}

/** From which serial to which each batch goes. Unknown batches are absent. */
export async function readBatchSpans(
  db: Db,
  batchIds: number[],
): Promise<Map<number, { firstSerial: number; lastSerial: number }>> {
  if (batchIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('codeRange')
    .select([
      'batchId',
      sql<number>`min(first_serial)`.as('firstSerial'),
      sql<number>`max(last_serial)`.as('lastSerial'),
    ])
    .where('batchId', 'in', batchIds)
    .groupBy('batchId')
    .execute();
  return new Map(rows.map(({ batchId, ...span }) => [batchId, span]));
}

function selectRanges(db: Db) {
  return db
    .selectFrom('codeRange')
    .select(['firstSerial', 'lastSerial', 'state', 'productId', 'pointsPerCode']);
}

async function requireBatch(db: Db, batchId: number): Promise<void> {
  const batch = await db
    .selectFrom('codeBatch')
    .select('batchId')
    .where('batchId', '=', batchId)
    .executeTakeFirst();
  if (!batch) throw batchNotFound();
}
