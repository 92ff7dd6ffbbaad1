import { readdir, stat } from 'node:fs/promises';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import type { AddJob } from '../../platform/jobs.ts';
import { abandonImport } from './end-import.ts';
import { importFilePath, importFolder, removeImportFile } from './import-files.ts';
import { importTexts } from './import-texts.ts';
import { importJobKey } from './receive-import.ts';

export interface RecoverImportsDependencies {
  db: Db;
  clock: Clock;
  dataDir: string;
  addJob: AddJob;
}

/** An upload that wrote nothing for so long belongs to a process that is gone. */
const silenceMaxMs = 10 * 60 * 1000;

/**
 * Puts right what a killed server left: unfinished imports go on, uploads nobody sends any more
 * have failed, files nobody needs are deleted. For the start and once a day; safe at any time.
 */
export async function recoverImports(dependencies: RecoverImportsDependencies): Promise<void> {
  const { db, addJob } = dependencies;
  const unfinished = await db
    .selectFrom('codeImport')
    .select(['importId', 'state', 'startedAt'])
    .where('state', 'in', ['receiving', 'waiting', 'running'])
    .execute();
  const needed = new Set<number>();
  for (const { importId, state, startedAt } of unfinished) {
    if (state !== 'receiving') {
      await db
        .transaction()
        .execute((tx) => addJob(tx, 'importCodes', { importId }, { key: importJobKey(importId) }));
    } else if (await isSilent(dependencies, importId, startedAt)) {
      await failUpload(dependencies, importId);
      continue;
    }
    needed.add(importId);
  }
  await removeOldFiles(dependencies, needed);
}

async function isSilent(
  { clock, dataDir }: RecoverImportsDependencies,
  importId: number,
  startedAt: Date,
): Promise<boolean> {
  const file = await stat(importFilePath(dataDir, importId)).catch(() => null);
  const lastSignMs = Math.max(startedAt.getTime(), file?.mtimeMs ?? 0);
  return clock.now().getTime() - lastSignMs > silenceMaxMs;
}

async function failUpload(
  { db, clock }: RecoverImportsDependencies,
  importId: number,
): Promise<void> {
  const failure = importTexts.uploadBroken;
  await db
    .transaction()
    .execute((tx) => abandonImport(tx, { importId, state: 'failed', failure, now: clock.now() }));
}

/** A young file may be of an upload that began after we looked. */
async function removeOldFiles(
  dependencies: RecoverImportsDependencies,
  needed: Set<number>,
): Promise<void> {
  const { dataDir } = dependencies;
  const names = await readdir(importFolder(dataDir)).catch(() => []);
  for (const importId of names.map(Number)) {
    if (needed.has(importId)) continue;
    if (await isSilent(dependencies, importId, new Date(0))) {
      await removeImportFile(dataDir, importId);
    }
  }
}
