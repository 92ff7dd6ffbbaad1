import type { CodeEventAction } from '@mashang/contract';
import type { Selectable } from 'kysely';
import { cleanLine } from '../../platform/clean-text.ts';
import type { Tx } from '../../platform/database.ts';
import type { CodeRange } from '../../platform/schema.ts';
import { recordCodeEvents, type CodeEventDetails } from './code-events.ts';
import { batchStateConflict } from './errors.ts';
import { lockBatch, readSpan, stopClaims, type Span } from './lock-batch.ts';
import { writeRanges } from './write-ranges.ts';

/** Which serials of a batch, and who changes them, when and why. */
export interface RangeChange {
  batchId: number;
  /** Absent: from the first. */
  firstSerial?: number | undefined;
  /** Absent: to the last. */
  lastSerial?: number | undefined;
  reason?: string | undefined;
  staffId: number | null;
  now: Date;
}

export type Range = Selectable<CodeRange>;
type Life = Omit<Range, keyof Span>;

export interface RangePlan {
  action: CodeEventAction;
  details?: CodeEventDetails;
  /** Neither what is paid nor for which product changes: claims need not stop. */
  letsClaimsGoOn?: boolean;
  /** What becomes of a range; null: it stays as it is. May refuse by throwing. */
  change: (range: Range) => Partial<Life> | null;
  /** Asked before anything is written, of consecutive serials that will change; refuses by throwing. */
  approve?: (runs: Span[]) => Promise<void> | void;
  /** Nothing of it will change: what to say, knowing the first range asked for. */
  refuseNone?: (range: Range) => Error;
}

/**
 * The one way ranges change: those asked for are cut where they begin and end, changed, and joined
 * where nothing tells neighbours apart any more; together they always hold every serial once. Every
 * claim is committed before, or sees the change. What is changed is written down as events.
 */
export async function changeRanges(tx: Tx, asked: RangeChange, plan: RangePlan): Promise<void> {
  await lockBatch(tx, asked.batchId);
  const span = await readSpan(tx, asked.batchId, asked.firstSerial, asked.lastSerial);
  if (!plan.letsClaimsGoOn) await stopClaims(tx);
  const old = await readRanges(tx, span);
  const changed: Range[] = [];
  const all = old.flatMap((range) => {
    const { before, within, behind } = cutRange(range, span);
    const fields = within && plan.change(requireImported(within));
    if (within && fields) changed.push(within);
    return [before, within && { ...within, ...fields }, behind].filter((part) => part !== null);
  });
  const runs = runsOf(changed);
  if (runs.length === 0) {
    const first = old.find((range) => cutRange(range, span).within !== null);
    if (plan.refuseNone && first) throw plan.refuseNone(first);
    return;
  }
  await plan.approve?.(runs);
  await writeRanges(tx, old, joinRanges(all));
  const { staffId, now } = asked;
  const reason = cleanLine(asked.reason ?? '') || null;
  const event = { action: plan.action, details: plan.details ?? {}, reason, staffId, now };
  await recordCodeEvents(tx, runs, event);
}

/** Those that meet the serials; the neighbours too, since they may become one with them. */
async function readRanges(tx: Tx, { batchId, firstSerial, lastSerial }: Span): Promise<Range[]> {
  return tx
    .selectFrom('codeRange')
    .selectAll()
    .where('batchId', '=', batchId)
    .where('firstSerial', '<=', lastSerial + 1)
    .where('lastSerial', '>=', firstSerial - 1)
    .orderBy('firstSerial')
    .execute();
}

/** What of a range lies before the serials, within and behind them. */
function cutRange(range: Range, { firstSerial, lastSerial }: Span) {
  const part = (first: number, last: number): Range | null =>
    first <= last ? { ...range, firstSerial: first, lastSerial: last } : null;
  return {
    before: part(range.firstSerial, Math.min(range.lastSerial, firstSerial - 1)),
    within: part(Math.max(range.firstSerial, firstSerial), Math.min(range.lastSerial, lastSerial)),
    behind: part(Math.max(range.firstSerial, lastSerial + 1), range.lastSerial),
  };
}

/** How many codes there are is not known before the end of an import. */
function requireImported(range: Range): Range {
  if (range.state !== 'importing') return range;
  throw batchStateConflict('该批次正在导入，导入完成后才能变更', 'importing');
}

/** Consecutive serials as one, whatever tells them apart. */
function runsOf(ranges: Range[]): Span[] {
  const runs: Span[] = [];
  for (const { batchId, firstSerial, lastSerial } of ranges) {
    const before = runs.at(-1);
    if (before && before.lastSerial + 1 === firstSerial) before.lastSerial = lastSerial;
    else runs.push({ batchId, firstSerial, lastSerial });
  }
  return runs;
}

function joinRanges(ranges: Range[]): Range[] {
  const joined: Range[] = [];
  for (const range of ranges) {
    const before = joined.at(-1);
    if (before && lifeOf(before) === lifeOf(range)) before.lastSerial = range.lastSerial;
    else joined.push({ ...range });
  }
  return joined;
}

/** All that tells two neighbours apart beside their serials. */
function lifeOf({ state, productId, pointsPerCode, activatedAt, deliveredAt }: Range): string {
  return JSON.stringify([state, productId, pointsPerCode, activatedAt, deliveredAt]);
}
