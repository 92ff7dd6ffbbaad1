import type pg from 'pg';
import { countRejections } from './import-rejection.ts';
import type { Manifest } from './manifest.ts';
import type { SpoolReader } from './spool.ts';
import { insertRejections } from './store-codes.ts';

/**
 * From reading to comparing or storing, in one transaction: the report begins with what the reading
 * refused, and what an earlier check had found is forgotten. Nothing when it was cancelled meanwhile.
 */
export async function beginBuckets(
  client: pg.ClientBase,
  importId: number,
  { linesRead, bytesDone }: Manifest,
  spool: SpoolReader,
): Promise<void> {
  await client.query('begin');
  try {
    const { rows } = await client.query(
      `select from code_import where import_id = $1 and state = 'reading' for update`,
      [importId],
    );
    if (rows.length === 1) {
      const counts = await report(client, importId, spool);
      await client.query(
        `update code_import set state = case wanted when 'check' then 'comparing' else 'storing' end,
          lines_read = $2, bytes_done = $3, buckets_done = 0, accepted = 0,
          duplicate_in_file = $4, duplicate_in_database = 0, malformed = $5
          where import_id = $1`,
        [importId, linesRead, bytesDone, counts.duplicateInFile, counts.malformed],
      );
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function report(client: pg.ClientBase, importId: number, spool: SpoolReader) {
  await client.query('delete from code_import_rejection where import_id = $1', [importId]);
  const total = { duplicateInFile: 0, malformed: 0 };
  for (const rejections of spool.readRejections()) {
    await insertRejections(client, importId, rejections);
    const { duplicateInFile, malformed } = countRejections(rejections);
    total.duplicateInFile += duplicateInFile;
    total.malformed += malformed;
  }
  return total;
}
