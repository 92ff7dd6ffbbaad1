import type { QueryOf, ReplyOf } from '@mashang/contract';
import type { Db } from '../../../platform/database.ts';
import { codeIdOf, codeRefOf } from '../code-id.ts';
import { cutPage, pageRowsDefault, readNumberCursor } from '../page-cursor.ts';
import type { DeliveryReaders } from './delivery-queries.ts';
import { requireDelivery } from './require-delivery.ts';

type Line = 'GET /api/hq/deliveries/:deliveryId/marks';

/** A page of the marks of a copy in the order of the file. Throws delivery_not_found. */
export async function listMarks(
  db: Db,
  deliveryId: number,
  query: QueryOf<Line>,
  { readScanFacts }: Pick<DeliveryReaders, 'readScanFacts'>,
): Promise<ReplyOf<Line>> {
  await requireDelivery(db, deliveryId);
  const limit = query.limit ?? pageRowsDefault;
  const found = await db
    .selectFrom('codeMark')
    .select(['batchId', 'serial', 'standsFor'])
    .where('deliveryId', '=', deliveryId)
    .where('standsFor', '>', readNumberCursor(query.cursor) ?? -1)
    .orderBy('standsFor')
    .limit(limit + 1)
    .execute();
  const page = cutPage(found, limit, (row) => row.standsFor);
  const marks = page.rows.map((row) => ({ ...row, codeId: codeIdOf(row.batchId, row.serial) }));
  const facts = await readScanFacts(
    db,
    marks.map(({ codeId }) => codeId),
  );
  const rows = marks.map(({ codeId, standsFor }) => {
    const known = facts.get(codeId);
    return {
      codeRef: codeRefOf(codeId),
      standsFor,
      scans: known?.scans ?? 0,
      firstScannedAt: known?.firstScannedAt.toISOString() ?? null,
      lastScannedAt: known?.lastScannedAt.toISOString() ?? null,
      provinces: known?.provinces ?? [],
    };
  });
  return { rows, next: page.next };
}
