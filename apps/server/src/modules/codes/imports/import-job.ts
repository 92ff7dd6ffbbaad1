import type { Tx } from '../../../platform/database.ts';
import type { AddJob } from '../../../platform/jobs.ts';

/** Enqueues the job behind an import, replacing one that waits. One import runs at a time. */
export async function enqueueImport(tx: Tx, addJob: AddJob, importId: number): Promise<void> {
  const options = { key: `importCodes:${importId}`, queue: 'importCodes' };
  await addJob(tx, 'importCodes', { importId }, options);
}
