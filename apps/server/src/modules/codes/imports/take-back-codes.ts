import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';
import type { CodeBook } from './code-book.ts';
import { prepareImportChunk } from './prepare-import-chunk.ts';
import { readLineChunks } from './read-line-chunks.ts';

const linesPerChunk = 10_000;

/**
 * Deletes the codes an import had accepted, a chunk at a time. The file is read again for their
 * hashes, since the table is only ordered by hash. May run twice, or be broken off and run again.
 */
export async function takeBackCodes(
  db: Db,
  codeBook: CodeBook,
  { filePath, batchId, bytesDone }: { filePath: string; batchId: number; bytesDone: number },
): Promise<void> {
  for await (const chunk of readLineChunks(filePath, { toByte: bytesDone, linesPerChunk })) {
    const { codes } = await prepareImportChunk(codeBook, chunk.lines);
    await sql`
      delete from imported_code
      where code_hash = any(${codes.map(({ hash }) => hash)}::uuid[])
        and batch_id = ${batchId}`.execute(db);
  }
}

/** The same without the file, by reading the whole table: for when the file is lost. */
export async function takeBackCodesByScan(db: Db, batchId: number): Promise<void> {
  await db.deleteFrom('importedCode').where('batchId', '=', batchId).execute();
}
