import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** Where uploads wait for their job. They hold plain codes: 0700 folder, 0600 files, deleted after. */
export function importFolder(dataDir: string): string {
  return path.join(dataDir, 'imports');
}

export function importFilePath(dataDir: string, importId: number): string {
  return path.join(importFolder(dataDir), String(importId));
}

export async function makeImportFolder(dataDir: string): Promise<void> {
  await mkdir(importFolder(dataDir), { recursive: true, mode: 0o700 });
}

/** Deleting a file that is not there is no error. */
export async function removeImportFile(dataDir: string, importId: number): Promise<void> {
  await rm(importFilePath(dataDir, importId), { force: true });
}
