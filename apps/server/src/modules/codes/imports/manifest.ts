import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { ImportMapping } from '@mashang/contract';
import { isDeepStrictEqual } from 'node:util';
import type { ImportFiles } from './import-files.ts';

/** How far the reading of a file is; with the spool up to `spoolBytes` it can go on from here. */
export interface Manifest {
  /** The hashes are of this column, read this way. */
  mapping: ImportMapping;
  linesRead: number;
  bytesDone: number;
  spoolBytes: number;
  isWhole: boolean;
}

/** The last checkpoint; from the beginning when there is none, or of another mapping, or damaged. */
export function readManifest(files: ImportFiles, mapping: ImportMapping): Manifest {
  const beginning = { mapping, linesRead: 0, bytesDone: 0, spoolBytes: 0, isWhole: false };
  try {
    const manifest = JSON.parse(readFileSync(files.manifest, 'utf8')) as Manifest;
    const isUsable =
      isDeepStrictEqual(manifest.mapping, mapping) &&
      statSync(files.spool).size >= manifest.spoolBytes;
    return isUsable ? manifest : beginning;
  } catch {
    return beginning;
  }
}

/** Aside, to the disk, and renamed: whoever reads it reads the old one or the new one. */
export function writeManifest(files: ImportFiles, manifest: Manifest): void {
  const draft = `${files.manifest}.new`;
  const file = openSync(draft, 'w', 0o600);
  try {
    writeSync(file, JSON.stringify(manifest));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, files.manifest);
  const folder = openSync(path.dirname(draft), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
