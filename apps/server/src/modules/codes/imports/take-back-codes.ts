import type pg from 'pg';
import { deleteCodes } from './copy-codes.ts';
import type { GiveWay } from './give-way.ts';
import { groupBuckets } from './read-buckets.ts';
import type { SpoolReader } from './spool.ts';

/**
 * Deletes the codes an import had stored, the last bucket first, a group at a time; broken off, it
 * goes on where it was. The spool tells their hashes, since the table is only ordered by hash.
 */
export async function takeBackCodes(
  client: pg.ClientBase,
  spool: SpoolReader,
  { importId, batchId, bucketsDone }: { importId: number; batchId: number; bucketsDone: number },
  { codesPerGroup, giveWay }: { codesPerGroup: number; giveWay: GiveWay },
): Promise<void> {
  const groups = [...groupBuckets(spool, { from: 0, to: bucketsDone }, codesPerGroup)];
  for (const { fromBucket, read } of groups.reverse()) {
    const sorted = read();
    await client.query('begin');
    try {
      await deleteCodes(client, batchId, sorted, giveWay);
      await client.query('update code_import set buckets_done = $2 where import_id = $1', [
        importId,
        fromBucket,
      ]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
  }
}

/** The same without the spool, by reading the whole table: for when it is lost. */
export async function takeBackCodesByScan(client: pg.ClientBase, batchId: number): Promise<void> {
  await client.query('delete from imported_code where batch_id = $1', [batchId]);
}
