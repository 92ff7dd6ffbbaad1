import { sql } from 'kysely';
import type { Tx } from '../../../platform/database.ts';
import { numberArray } from '../../../platform/number-array.ts';
import { batchOfCodeId } from '../../codes/index.ts';
import type { LoggedAttempt } from './logged-attempt.ts';

/**
 * Adds the lines to the counts of their batches, by outcome. The rows are few and everybody's: they
 * are taken in one order, and last of all, so that nobody waits for them longer than a commit takes.
 * Claims are not among the lines; they are counted where they are.
 */
export async function addBatchScans(tx: Tx, lines: readonly LoggedAttempt[]): Promise<void> {
  const counts = gather(lines);
  if (counts.length === 0) return;
  await sql`
    insert into batch_scan_count as kept (batch_id, outcome, scans)
    select batch_id, outcome, scans from unnest(
      ${numberArray(counts.map(({ batchId }) => batchId))}::int[],
      ${counts.map(({ outcome }) => outcome)}::text[],
      ${numberArray(counts.map(({ scans }) => scans))}::bigint[]
    ) with ordinality as given (batch_id, outcome, scans, position)
    order by position
    on conflict (batch_id, outcome) do update set scans = kept.scans + excluded.scans`.execute(tx);
}

/** One for each batch and outcome, in their order. */
function gather(lines: readonly LoggedAttempt[]) {
  const counts = new Map<string, { batchId: number; outcome: string; scans: number }>();
  for (const { codeId, outcome } of lines) {
    if (codeId === null) continue;
    const batchId = batchOfCodeId(codeId);
    const known = counts.get(`${batchId} ${outcome}`);
    if (known) known.scans += 1;
    else counts.set(`${batchId} ${outcome}`, { batchId, outcome, scans: 1 });
  }
  return [...counts.values()].sort(
    (one, other) => one.batchId - other.batchId || (one.outcome < other.outcome ? -1 : 1),
  );
}
