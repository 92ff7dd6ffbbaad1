import type { Tx } from '../../platform/database.ts';
import type { AddJob } from '../../platform/jobs.ts';
import { abandonImport } from './end-import.ts';
import { importNotFound, importStateConflict } from './errors.ts';
import { importJobKey } from './receive-import.ts';

const stateNames: Record<string, string> = { done: '完成', cancelled: '取消', failed: '失败' };

/**
 * Asks the job to stop between two chunks and to take back what was accepted; asking twice is fine.
 * The job is enqueued again, for it may have given up. An upload that is still coming in ends now.
 */
export async function cancelImport(
  tx: Tx,
  addJob: AddJob,
  { importId, now }: { importId: number; now: Date },
): Promise<void> {
  const row = await tx
    .updateTable('codeImport')
    .set({ cancelRequested: true })
    .where('importId', '=', importId)
    .where('state', 'in', ['receiving', 'waiting', 'running'])
    .returning('state')
    .executeTakeFirst();
  if (row?.state === 'receiving') {
    await abandonImport(tx, { importId, state: 'cancelled', failure: null, now });
  } else if (row) {
    await addJob(tx, 'importCodes', { importId }, { key: importJobKey(importId) });
  } else {
    await refuse(tx, importId);
  }
}

async function refuse(tx: Tx, importId: number): Promise<never> {
  const row = await tx
    .selectFrom('codeImport')
    .select('state')
    .where('importId', '=', importId)
    .executeTakeFirst();
  if (!row) throw importNotFound();
  throw importStateConflict(
    `这次导入已${stateNames[row.state] ?? '结束'}，不能取消。如不要这些码，请作废批次`,
    row.state,
  );
}
