import type { BatchCounts, BatchState } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';
import { codeStateOf } from './code-state.ts';
import { requireBatch } from './require-batch.ts';

/** What other modules count of a batch. */
export interface BatchCounters {
  /** Codes claimed; statistics knows. */
  countClaims: (db: Db, batchIds: number[]) => Promise<Map<number, number>>;
  /** What the scan log met, without the claims. */
  readBatchScans: (
    db: Db,
    batchId: number,
  ) => Promise<{
    unclaimedCodesScanned: number;
    scansByOutcome: { outcome: string; scans: number }[];
  }>;
}

/** How many codes of a batch are where in their life, and what scans of them met. Throws batch_not_found. */
export async function countBatch(
  db: Db,
  batchId: number,
  { countClaims, readBatchScans }: BatchCounters,
  now: Date,
): Promise<BatchCounts> {
  await requireBatch(db, batchId);
  const serialsByState = await countSerials(db, batchId, now);
  const claimed = (await countClaims(db, [batchId])).get(batchId) ?? 0;
  const { unclaimedCodesScanned, scansByOutcome } = await readBatchScans(db, batchId);
  const awarded = claimed > 0 ? [{ outcome: 'awarded', scans: claimed }] : [];
  return {
    serialsByState,
    claimed,
    codesScanned: claimed + unclaimedCodesScanned,
    scansByOutcome: [...awarded, ...scansByOutcome],
  };
}

/** Every state there is in the batch, with the most serials first. */
async function countSerials(
  db: Db,
  batchId: number,
  now: Date,
): Promise<BatchCounts['serialsByState']> {
  const { rows } = await sql<{
    state: string;
    activatedAt: Date | null;
    deliveredAt: Date | null;
    serials: number;
  }>`
    select state, max(activated_at) as activated_at, max(delivered_at) as delivered_at,
      sum(last_serial - first_serial + 1)::bigint as serials
    from code_range where batch_id = ${batchId}
    group by state, activated_at > ${now}, delivered_at is null`.execute(db);
  const sums = new Map<BatchState, number>();
  for (const { serials, ...life } of rows) {
    const state = codeStateOf(life, now);
    sums.set(state, (sums.get(state) ?? 0) + serials);
  }
  return [...sums]
    .map(([state, serials]) => ({ state, serials }))
    .sort((one, other) => other.serials - one.serials);
}
