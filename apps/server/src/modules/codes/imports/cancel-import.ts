import type { Tx } from '../../../platform/database.ts';
import type { AddJob } from '../../../platform/jobs.ts';
import { importNotFound, importStateConflict } from '../errors.ts';
import { abandonImport, unfinishedStates } from './end-import.ts';
import { enqueueImport } from './import-job.ts';

const stateNames: Record<string, string> = { done: '完成', cancelled: '取消', failed: '失败' };

/**
 * Ends an import that has stored nothing at once; of one that is storing, asks the job to stop and to
 * take back what it stored. Asking twice is fine. The job is enqueued again in either case: it may
 * have given up, and it removes the files.
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
    .where('state', 'in', unfinishedStates)
    .returning('state')
    .executeTakeFirst();
  if (!row) return refuse(tx, importId);
  if (row.state !== 'storing') {
    await abandonImport(tx, { importId, state: 'cancelled', failure: null, now });
  }
  // An upload that is still coming in removes its file itself.
  if (row.state !== 'receiving') await enqueueImport(tx, addJob, importId);
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
