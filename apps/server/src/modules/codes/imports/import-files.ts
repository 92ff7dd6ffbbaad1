import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * What an import keeps on the disk until it ends: the upload, which holds plain codes, and the spool
 * of their hashes. 0700 folders, 0600 files.
 */
export interface ImportFiles {
  folder: string;
  upload: string;
  spool: string;
  manifest: string;
}

export function importsFolder(dataDir: string): string {
  return path.join(dataDir, 'imports');
}

export function importFiles(dataDir: string, importId: number): ImportFiles {
  const folder = path.join(importsFolder(dataDir), String(importId));
  return {
    folder,
    upload: path.join(folder, 'upload'),
    spool: path.join(folder, 'hashes'),
    manifest: path.join(folder, 'manifest.json'),
  };
}

/** Empty: what an import of the same number in a restored database left is removed. */
export async function makeImportFolder(dataDir: string, importId: number): Promise<ImportFiles> {
  const files = importFiles(dataDir, importId);
  await rm(files.folder, { recursive: true, force: true });
  await mkdir(files.folder, { recursive: true, mode: 0o700 });
  return files;
}

/** Deleting what is not there is no error. */
export async function removeImportFiles(dataDir: string, importId: number): Promise<void> {
  await rm(importFiles(dataDir, importId).folder, { recursive: true, force: true });
}
