import type { CodeEvent, QueryOf, ReplyOf } from '@mashang/contract';
import type { Selectable } from 'kysely';
import type { Db } from '../../platform/database.ts';
import type { CodeEvent as CodeEventTable } from '../../platform/schema.ts';
import { codeEventTexts } from '../../texts-code-events.ts';
import type { Language } from '../../texts.ts';
import type { BatchLookups } from './batch-queries.ts';
import type { CodeEventDetails } from './code-events.ts';
import { cutPage, pageRowsDefault, readNumberCursor } from './page-cursor.ts';
import { requireBatch } from './require-batch.ts';

type Names = Pick<BatchLookups, 'readProductNames' | 'readStaffNames'>;

/** A page of what was done to the codes of a batch, newest first. Throws batch_not_found. */
export async function listCodeEvents(
  db: Db,
  asked: { batchId: number; language: Language } & QueryOf<'GET /api/hq/batches/:batchId/events'>,
  names: Names,
): Promise<ReplyOf<'GET /api/hq/batches/:batchId/events'>> {
  const { batchId, limit = pageRowsDefault, language } = asked;
  const before = readNumberCursor(asked.cursor);
  let select = db.selectFrom('codeEvent').selectAll().where('batchId', '=', batchId);
  if (before !== null) select = select.where('eventId', '<', before);
  const found = await select
    .orderBy('eventId', 'desc')
    .limit(limit + 1)
    .execute();
  if (found.length === 0) await requireBatch(db, batchId);
  const { rows, next } = cutPage(found, limit, (row) => row.eventId);
  return { rows: await describe(db, rows, names, language), next };
}

async function describe(
  db: Db,
  rows: Selectable<CodeEventTable>[],
  { readProductNames, readStaffNames }: Names,
  language: Language,
): Promise<CodeEvent[]> {
  const detailsOf = ({ details }: (typeof rows)[number]) => details as unknown as CodeEventDetails;
  const productIds = rows.map((row) => detailsOf(row).productId ?? 0).filter((id) => id > 0);
  const staffIds = rows.map((row) => row.staffId).filter((id) => id !== null);
  const products = await readProductNames(db, productIds);
  const staff = await readStaffNames(db, staffIds);
  return rows.map((row) => {
    const { productId, pointsPerCode, activatesAt, ...details } = detailsOf(row);
    const action = row.action as CodeEvent['action'];
    const detail = codeEventTexts[language][action]({
      productName: productId ? (products.get(productId) ?? '') : null,
      pointsPerCode: pointsPerCode ?? null,
      activatesAt: activatesAt === undefined ? null : new Date(activatesAt),
      deliveryId: details.deliveryId ?? null,
      recipient: details.recipient ?? '',
      fileName: details.fileName ?? '',
    });
    return {
      eventId: row.eventId,
      action,
      firstSerial: row.firstSerial,
      lastSerial: row.lastSerial,
      detail,
      reason: row.reason,
      staffName: row.staffId === null ? null : (staff.get(row.staffId) ?? ''),
      createdAt: row.createdAt.toISOString(),
    };
  });
}
