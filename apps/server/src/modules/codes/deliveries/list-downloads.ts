import type { QueryOf, ReplyOf } from '@mashang/contract';
import type { Db } from '../../../platform/database.ts';
import { cutPage, pageRowsDefault, readNumberCursor } from '../page-cursor.ts';
import type { DeliveryReaders } from './delivery-queries.ts';
import { requireDelivery } from './require-delivery.ts';

type Line = 'GET /api/hq/deliveries/:deliveryId/downloads';

/** A page of who took a copy, newest first. Throws delivery_not_found. */
export async function listDownloads(
  db: Db,
  deliveryId: number,
  query: QueryOf<Line>,
  { readStaffNames }: Pick<DeliveryReaders, 'readStaffNames'>,
): Promise<ReplyOf<Line>> {
  await requireDelivery(db, deliveryId);
  const limit = query.limit ?? pageRowsDefault;
  const behind = readNumberCursor(query.cursor);
  let select = db.selectFrom('codeDownload').selectAll().where('deliveryId', '=', deliveryId);
  if (behind !== null) select = select.where('downloadId', '<', behind);
  const found = await select
    .orderBy('downloadId', 'desc')
    .limit(limit + 1)
    .execute();
  const page = cutPage(found, limit, (row) => row.downloadId);
  const staffIds = page.rows.flatMap(({ staffId }) => (staffId === null ? [] : [staffId]));
  const names = await readStaffNames(db, staffIds);
  const rows = page.rows.map((row) => ({
    downloadId: row.downloadId,
    staffName: row.staffId === null ? null : (names.get(row.staffId) ?? ''),
    address: row.address,
    userAgent: row.userAgent,
    fetches: row.fetches,
    bytesSent: row.bytesSent,
    completedAt: row.completedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }));
  return { rows, next: page.next };
}
