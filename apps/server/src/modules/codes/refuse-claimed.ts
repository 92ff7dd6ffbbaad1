import type { Tx } from '../../platform/database.ts';
import { codeIdOf } from './code-id.ts';
import { rangeClaimed } from './errors.ts';
import type { Span } from './lock-batch.ts';

/** Numbers of codes from one to another, both included. */
export interface CodeIdSpan {
  firstCodeId: bigint;
  lastCodeId: bigint;
}

/** Whether any code of these is claimed; what the module of scans knows. */
export type HasClaimsBetween = (tx: Tx, spans: CodeIdSpan[]) => Promise<boolean>;

/**
 * Throws range_claimed when one of these serials is claimed, or a copy mark that stands for one of
 * them. Exact until `tx` ends only behind `stopClaims`.
 */
export async function refuseClaimed(
  tx: Tx,
  runs: Span[],
  hasClaimsBetween: HasClaimsBetween,
): Promise<void> {
  const spans = runs.map(({ batchId, firstSerial, lastSerial }) => ({
    firstCodeId: codeIdOf(batchId, firstSerial),
    lastCodeId: codeIdOf(batchId, lastSerial),
  }));
  const marks = await readMarkIds(tx, runs);
  const ofMarks = marks.map((codeId) => ({ firstCodeId: codeId, lastCodeId: codeId }));
  if (await hasClaimsBetween(tx, [...spans, ...ofMarks])) throw rangeClaimed();
}

/** Marks are few beside the codes of their batch: all of it are read, by its key. */
async function readMarkIds(tx: Tx, runs: Span[]): Promise<bigint[]> {
  const [run] = runs;
  if (!run) return [];
  const marks = await tx
    .selectFrom('codeMark')
    .select(['batchId', 'serial', 'standsFor'])
    .where('batchId', '=', run.batchId)
    .execute();
  return marks
    .filter(({ standsFor }) =>
      runs.some((each) => each.firstSerial <= standsFor && standsFor <= each.lastSerial),
    )
    .map(({ batchId, serial }) => codeIdOf(batchId, serial));
}
