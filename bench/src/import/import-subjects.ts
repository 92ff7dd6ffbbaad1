import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { CodeBook } from '@mashang/server/src/modules/codes/index.ts';
import { receiveImport } from '@mashang/server/src/modules/codes/imports/receive-import.ts';
import { createImportRunner } from '@mashang/server/src/modules/codes/imports/run-imports.ts';
import { startImport } from '@mashang/server/src/modules/codes/imports/start-import.ts';
import { systemClock } from '@mashang/server/src/platform/clock.ts';
import type { Database } from '@mashang/server/src/platform/database.ts';
import { addJob } from '@mashang/server/src/platform/jobs.ts';
import type { CodeFile } from './code-file.ts';

export interface ImportParts {
  database: Database;
  codeBook: CodeBook;
  databaseUrl: string;
  masterKey: Buffer;
  dataDir: string;
}

/** The table of the reference: as the product's, with its index. */
export const referenceTable = 'reference_imported_code';

/** What one would do first: COPY as text, in the order of the file, into the table as it is. */
export async function copyRaw({ database }: ImportParts, file: CodeFile): Promise<void> {
  const client = await database.pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    const copy = client.query(
      copyFrom(`copy ${referenceTable} (code_hash, batch_id, serial) from stdin`),
    );
    await pipeline(createReadStream(file.copyPath, { highWaterMark: 256 * 1024 }), copy);
  } finally {
    client.release(true);
  }
}

/** Uploads a file; the clerk says that it is to be imported. */
export async function prepareImport(parts: ImportParts, file: CodeFile): Promise<number> {
  const { db } = parts.database;
  const importId = await receiveImport(
    { ...parts, db, clock: systemClock, fileBytesMax: Infinity, requireProduct: async () => {} },
    {
      ...{ productId: null, fileName: 'codes.csv', note: '', staffId: null, announcedBytes: 0 },
      body: createReadStream(file.path),
    },
  );
  const { mapping } = await db
    .selectFrom('codeImport')
    .select('mapping')
    .where('importId', '=', importId)
    .executeTakeFirstOrThrow();
  const start = { wanted: 'import', mapping: mapping as never } as const;
  await db.transaction().execute((tx) => startImport(tx, addJob, importId, start));
  return importId;
}

/** From the first line to the report: what the job behind an import does, in a thread of its own. */
export async function runImport(
  parts: ImportParts,
  importId: number,
  scansWaiting: () => number = () => 0,
): Promise<void> {
  const options = { ...parts, ownHosts: [], clock: systemClock, scansWaiting };
  await createImportRunner(options).run(importId);
}

/** A figure counts only when every line is accounted for. */
export async function checkImport(
  { database }: ImportParts,
  importId: number,
  file: CodeFile,
): Promise<void> {
  const row = await database.db
    .selectFrom('codeImport')
    .selectAll()
    .where('importId', '=', importId)
    .executeTakeFirstOrThrow();
  const isRight =
    row.state === 'done' &&
    row.accepted === file.codes &&
    row.duplicateInFile === file.lines - file.codes &&
    row.duplicateInDatabase + row.malformed === 0;
  if (!isRight) throw new Error(`an import ended as ${JSON.stringify(row)}`);
}
