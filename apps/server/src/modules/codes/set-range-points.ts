import type { Insertable } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import type { CodeRange } from '../../platform/schema.ts';
import { batchStateConflict, serialsOutside } from './errors.ts';
import { lockBatch } from './lock-batch.ts';
import { readBatchSpans } from './read-ranges.ts';

export interface RangePoints {
  batchId: number;
  /** Absent: from the first. */
  firstSerial?: number | undefined;
  /** Absent: to the last. */
  lastSerial?: number | undefined;
  /** Null: the product's rule again. */
  pointsPerCode: number | null;
}

/**
 * Gives the codes of a range points of their own. Ranges are cut where the points change and joined
 * where nothing tells them apart any more; together they always hold every serial once.
 */
export async function setRangePoints(tx: Tx, rule: RangePoints): Promise<void> {
  const { batchId, pointsPerCode } = rule;
  await lockBatch(tx, batchId);
  const span = (await readBatchSpans(tx, [batchId])).get(batchId);
  if (!span) throw serialsOutside(0, 0);
  const { firstSerial = span.firstSerial, lastSerial = span.lastSerial } = rule;
  if (firstSerial < span.firstSerial || lastSerial > span.lastSerial || firstSerial > lastSerial) {
    throw serialsOutside(span.firstSerial, span.lastSerial);
  }
  const old = await takeRanges(tx, batchId, firstSerial - 1, lastSerial + 1);
  if (old.some(({ state }) => state === 'importing')) {
    throw batchStateConflict('该批次正在导入，导入完成后才能设置积分', 'importing');
  }
  const cut = old.flatMap((range) => cutRange(range, firstSerial, lastSerial, pointsPerCode));
  await tx.insertInto('codeRange').values(joinRanges(cut)).execute();
}

type Range = Insertable<CodeRange> & { firstSerial: number; lastSerial: number };

/** Those that meet the serials; the neighbours too, since they may become one with them. */
async function takeRanges(
  tx: Tx,
  batchId: number,
  firstSerial: number,
  lastSerial: number,
): Promise<Range[]> {
  const ranges = await tx
    .deleteFrom('codeRange')
    .where('batchId', '=', batchId)
    .where('firstSerial', '<=', lastSerial)
    .where('lastSerial', '>=', firstSerial)
    .returningAll()
    .execute();
  return ranges.sort((a, b) => a.firstSerial - b.firstSerial);
}

/** What lies before, within and behind; only what lies within gets the points. */
function cutRange(
  range: Range,
  firstSerial: number,
  lastSerial: number,
  pointsPerCode: number | null,
): Range[] {
  const parts = [
    { ...range, lastSerial: Math.min(range.lastSerial, firstSerial - 1) },
    {
      ...range,
      firstSerial: Math.max(range.firstSerial, firstSerial),
      lastSerial: Math.min(range.lastSerial, lastSerial),
      pointsPerCode,
    },
    { ...range, firstSerial: Math.max(range.firstSerial, lastSerial + 1) },
  ];
  return parts.filter((part) => part.firstSerial <= part.lastSerial);
}

function joinRanges(ranges: Range[]): Range[] {
  const joined: Range[] = [];
  for (const range of ranges) {
    const before = joined.at(-1);
    if (before && isSameBut(before, range)) before.lastSerial = range.lastSerial;
    else joined.push({ ...range });
  }
  return joined;
}

/** Whether nothing but the serials tells two neighbours apart. */
function isSameBut(one: Range, next: Range): boolean {
  return (
    one.lastSerial + 1 === next.firstSerial &&
    one.productId === next.productId &&
    one.state === next.state &&
    one.pointsPerCode === next.pointsPerCode &&
    String(one.activatedAt) === String(next.activatedAt)
  );
}
