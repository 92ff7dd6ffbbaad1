import type { Tx } from '../../../platform/database.ts';
import { recordCodeEvent } from '../code-events.ts';
import { importTexts } from './import-texts.ts';

/** Neither ended nor standing still with the clerk. */
export const runningStates = ['waiting', 'reading', 'comparing', 'storing'] as const;
export const unfinishedStates = ['receiving', 'received', ...runningStates, 'checked'] as const;

/**
 * Ends an import all of whose codes are stored: its range becomes `minted` and covers the lines read;
 * with nothing accepted the import has failed. False when it was cancelled or ended meanwhile.
 */
export async function finishImport(
  tx: Tx,
  { importId, now }: { importId: number; now: Date },
): Promise<boolean> {
  const row = await tx
    .selectFrom('codeImport')
    .selectAll()
    .where('importId', '=', importId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (row.state !== 'storing' || row.cancelRequested) return false;
  if (row.accepted === 0) {
    const duplicates = row.duplicateInFile + row.duplicateInDatabase;
    const failure = importTexts.nothingAccepted({ duplicates, malformed: row.malformed });
    return abandonImport(tx, { importId, state: 'failed', failure, now });
  }
  const { batchId, accepted, linesRead, fileName, staffId } = row;
  await tx
    .updateTable('codeBatch')
    .set({ quantity: accepted, serials: linesRead })
    .where('batchId', '=', batchId)
    .execute();
  await tx
    .updateTable('codeRange')
    .set({ state: 'minted', lastSerial: linesRead - 1 })
    .where('batchId', '=', batchId)
    .where('state', '=', 'importing')
    .execute();
  await recordCodeEvent(tx, {
    batchId,
    firstSerial: 0,
    lastSerial: linesRead - 1,
    action: 'imported',
    details: { fileName },
    reason: null,
    staffId,
    now,
  });
  await tx
    .updateTable('codeImport')
    .set({ state: 'done', finishedAt: now })
    .where('importId', '=', importId)
    .execute();
  return true;
}

/**
 * Ends an import without a batch: what it had stored must have been taken back. False when it had
 * ended before.
 */
export async function abandonImport(
  tx: Tx,
  end: { importId: number; state: 'failed' | 'cancelled'; failure: string | null; now: Date },
): Promise<boolean> {
  const row = await tx
    .updateTable('codeImport')
    .set({ state: end.state, failure: end.failure, finishedAt: end.now, accepted: 0 })
    .where('importId', '=', end.importId)
    .where('state', 'in', unfinishedStates)
    .returning('batchId')
    .executeTakeFirst();
  if (!row) return false;
  await tx
    .updateTable('codeRange')
    .set({ state: 'void' })
    .where('batchId', '=', row.batchId)
    .where('state', '=', 'importing')
    .execute();
  return true;
}
