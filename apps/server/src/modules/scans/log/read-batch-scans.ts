import { sql } from 'kysely';
import type { Db } from '../../../platform/database.ts';
import { codeIdOf, serialMax } from '../../codes/index.ts';

/** What the scan log has met of a batch; its claims are counted elsewhere. */
export interface BatchScans {
  /** Different codes in the log that nobody has claimed. */
  unclaimedCodesScanned: number;
  /** Scans by how they ended, most first; never `awarded`. */
  scansByOutcome: { outcome: string; scans: number }[];
}

/** Half a second behind at most: the log is written by then. */
export async function readBatchScans(db: Db, batchId: number): Promise<BatchScans> {
  const scansByOutcome = await db
    .selectFrom('batchScanCount')
    .select(['outcome', 'scans'])
    .where('batchId', '=', batchId)
    .orderBy('scans', 'desc')
    .orderBy('outcome')
    .execute();
  const [first, last] = [codeIdOf(batchId, 0), codeIdOf(batchId, serialMax)];
  const { rows } = await sql<{ codes: number }>`
    select count(*)::bigint as codes from scanned_code
    where code_id between ${first}::bigint and ${last}::bigint
      and not exists (select from claim where claim.code_id = scanned_code.code_id)`.execute(db);
  return { unclaimedCodesScanned: rows[0]?.codes ?? 0, scansByOutcome };
}
