import type { BodyOf, ImportMapping, ImportSource } from '@mashang/contract';
import { cleanLine } from '../../../platform/clean-text.ts';
import type { Tx } from '../../../platform/database.ts';
import type { AddJob } from '../../../platform/jobs.ts';
import { importFileUnreadable, importNotFound, importStateConflict } from '../errors.ts';
import { enqueueImport } from './import-job.ts';

/**
 * Has a received file counted, or its codes stored; also after a check, whose reading is used again
 * when the mapping is the same. Throws import_not_found and import_state_conflict.
 */
export async function startImport(
  tx: Tx,
  addJob: AddJob,
  importId: number,
  { wanted, mapping }: BodyOf<'POST /api/hq/code-imports/:importId/start'>,
): Promise<void> {
  // What no table can hold is the name of no part either.
  if (!isStorable(mapping.part ?? '')) throw partMissing(mapping.part);
  const row = await tx
    .updateTable('codeImport')
    .set({ state: 'waiting', wanted, mapping: JSON.stringify(mapping) })
    .where('importId', '=', importId)
    .where('state', 'in', ['received', 'checked'])
    .returning('source')
    .executeTakeFirst();
  if (!row) return refuse(tx, importId);
  requirePart(row.source as unknown as ImportSource, mapping);
  await enqueueImport(tx, addJob, importId);
}

function requirePart({ parts }: ImportSource, { part }: ImportMapping): void {
  if (part !== null && !parts.includes(part)) throw partMissing(part);
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function partMissing(part: string | null) {
  return importFileUnreadable(`文件里没有“${cleanLine(part ?? '')}”，请重新选择工作表或文件`);
}

async function refuse(tx: Tx, importId: number): Promise<never> {
  const row = await tx
    .selectFrom('codeImport')
    .select('state')
    .where('importId', '=', importId)
    .executeTakeFirst();
  if (!row) throw importNotFound();
  throw importStateConflict('这次导入已经开始或结束，不能再次开始，请刷新页面', row.state);
}
