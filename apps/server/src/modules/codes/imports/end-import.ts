import type { Tx } from '../../platform/database.ts';
import { importTexts } from './import-texts.ts';

/**
 * Ends an import whose file was read whole: its range becomes `minted` and covers the lines read;
 * with nothing accepted the import has failed. Not ended when it was cancelled or ended meanwhile.
 */
export async function finishImport(
  tx: Tx,
  { importId, now }: { importId: number; now: Date },
): Promise<'finished' | 'cancelled' | 'overtaken'> {
  const row = await tx
    .selectFrom('codeImport')
    .selectAll()
    .where('importId', '=', importId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (row.state !== 'running') return 'overtaken';
  if (row.cancelRequested) return 'cancelled';
  if (row.accepted === 0) {
    const duplicates = row.duplicateInFile + row.duplicateInDatabase;
    const failure = importTexts.nothingAccepted({ duplicates, malformed: row.malformed });
    await abandonImport(tx, { importId, state: 'failed', failure, now });
    return 'finished';
  }
  await tx
    .updateTable('codeBatch')
    .set({ quantity: row.accepted })
    .where('batchId', '=', row.batchId)
    .execute();
  await tx
    .updateTable('codeRange')
    .set({ state: 'minted', lastSerial: row.linesRead - 1 })
    .where('batchId', '=', row.batchId)
    .where('state', '=', 'importing')
    .execute();
  await tx
    .updateTable('codeImport')
    .set({ state: 'done', finishedAt: now })
    .where('importId', '=', importId)
    .execute();
  return 'finished';
}

/**
 * Ends an import without a batch: what it had accepted must have been taken back. False when it
 * had ended before.
 */
export async function abandonImport(
  tx: Tx,
  end: { importId: number; state: 'failed' | 'cancelled'; failure: string | null; now: Date },
): Promise<boolean> {
  const row = await tx
    .updateTable('codeImport')
    .set({ state: end.state, failure: end.failure, finishedAt: end.now })
    .where('importId', '=', end.importId)
    .where('state', 'in', ['receiving', 'waiting', 'running'])
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
