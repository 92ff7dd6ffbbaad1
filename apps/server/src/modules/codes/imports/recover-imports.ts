import { readdir, stat } from 'node:fs/promises';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database.ts';
import type { AddJob } from '../../../platform/jobs.ts';
import { abandonImport, unfinishedStates } from './end-import.ts';
import { importFiles, importsFolder, removeImportFiles } from './import-files.ts';
import { enqueueImport } from './import-job.ts';
import { importTexts } from './import-texts.ts';

export interface RecoverImportsDependencies {
  db: Db;
  clock: Clock;
  dataDir: string;
  addJob: AddJob;
}

/** An upload that wrote nothing for so long belongs to a process that is gone. */
const silenceMaxMs = 10 * 60 * 1000;
/** So long a file waits for its clerk, be it to name the columns or to go on after a check. */
const patienceMs = 14 * 24 * 60 * 60 * 1000;

/**
 * Puts right what a killed server left: unfinished imports go on, uploads nobody sends any more
 * have failed, files nobody needs are deleted. For the start and once a day; safe at any time.
 */
export async function recoverImports(dependencies: RecoverImportsDependencies): Promise<void> {
  const { db, clock, addJob } = dependencies;
  const unfinished = await db
    .selectFrom('codeImport')
    .select(['importId', 'state', 'startedAt'])
    .where('state', 'in', unfinishedStates)
    .execute();
  const needed = new Set<number>();
  for (const { importId, state, startedAt } of unfinished) {
    if (state === 'receiving') {
      if (await isSilent(dependencies, importId, startedAt)) {
        await fail(dependencies, importId, importTexts.uploadBroken);
        continue;
      }
    } else if (state === 'received' || state === 'checked') {
      if (clock.now().getTime() - startedAt.getTime() > patienceMs) {
        await fail(dependencies, importId, importTexts.forgotten);
        continue;
      }
    } else {
      await db.transaction().execute((tx) => enqueueImport(tx, addJob, importId));
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
  const { folder, upload } = importFiles(dataDir, importId);
  const found = await stat(upload).catch(() => stat(folder).catch(() => null));
  const lastSignMs = Math.max(startedAt.getTime(), found?.mtimeMs ?? 0);
  return clock.now().getTime() - lastSignMs > silenceMaxMs;
}

async function fail(
  { db, clock }: RecoverImportsDependencies,
  importId: number,
  failure: string,
): Promise<void> {
  const end = { importId, state: 'failed', failure, now: clock.now() } as const;
  await db.transaction().execute((tx) => abandonImport(tx, end));
}

/** A young file may be of an upload that began after we looked. */
async function removeOldFiles(
  dependencies: RecoverImportsDependencies,
  needed: Set<number>,
): Promise<void> {
  const { dataDir } = dependencies;
  const names = await readdir(importsFolder(dataDir)).catch(() => []);
  for (const importId of names.map(Number).filter(Number.isInteger)) {
    if (needed.has(importId)) continue;
    if (await isSilent(dependencies, importId, new Date(0))) {
      await removeImportFiles(dataDir, importId);
    }
  }
}
