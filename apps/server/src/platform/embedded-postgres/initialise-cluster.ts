import { spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { runAs } from './account.ts';
import { explainServerOutput, wrongVersion } from './errors.ts';
import { isCluster } from './layout.ts';
import type { Layout } from './layout.ts';
import type { Settings } from './settings.ts';

/**
 * Makes the cluster on the first start: in a folder of another name, renamed when complete, so that
 * a first start that was cut short is simply done again. Later starts only check the version.
 */
export function initialiseCluster(layout: Layout, settings: Settings): void {
  const { clusterDir, binaries } = layout;
  if (isCluster(clusterDir)) {
    const found = readFileSync(join(clusterDir, 'PG_VERSION'), 'utf8').trim();
    if (found !== binaries.majorVersion) {
      throw wrongVersion(clusterDir, found, binaries.majorVersion);
    }
    return;
  }
  removeUnfinished(clusterDir);
  // A name of its own: an initdb whose parent was killed may still be writing into its folder.
  const unfinishedDir = mkdtempSync(`${clusterDir}.initialising-`);
  const passwordFile = `${unfinishedDir}.password`;
  try {
    writeFileSync(passwordFile, settings.password, { mode: 0o600 });
    give(layout, unfinishedDir);
    give(layout, passwordFile);
    runInitdb(layout, { unfinishedDir, passwordFile, superuser: settings.superuser });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinishedDir, clusterDir);
  syncFolder(dirname(clusterDir));
}

/** Runs one statement without a running server and without a password; the folder's owner may. */
export function runSingleUser(layout: Layout, statement: string): void {
  const { clusterDir, binaries, account } = layout;
  const program = join(binaries.binDir, 'postgres');
  const result = spawnSync(program, ['--single', '-D', clusterDir, 'postgres'], {
    ...runAs(account),
    input: `${statement}\n`,
    encoding: 'utf8',
  });
  if (result.status !== 0 || /ERROR|FATAL/.test(result.stderr)) {
    throw explainServerOutput(result.error?.message ?? result.stderr, layout);
  }
}

/** Remains of first starts that were cut short: never served, so they hold nobody's data. */
function removeUnfinished(clusterDir: string): void {
  const prefix = `${basename(clusterDir)}.initialising-`;
  const parent = dirname(clusterDir);
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(prefix))) {
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch {
      // Still being written to; it does no harm.
    }
  }
}

function runInitdb(
  layout: Layout,
  options: { unfinishedDir: string; passwordFile: string; superuser: string },
): void {
  const { binaries, account } = layout;
  const result = spawnSync(
    join(binaries.binDir, 'initdb'),
    [
      `--pgdata=${options.unfinishedDir}`,
      `--username=${options.superuser}`,
      `--pwfile=${options.passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ],
    { ...runAs(account), encoding: 'utf8' },
  );
  if (result.status === 0) return;
  const output = [result.error?.message, result.stdout, result.stderr].join('\n');
  throw explainServerOutput(output, layout);
}

function give(layout: Layout, path: string): void {
  if (layout.account !== null) chownSync(path, layout.account.uid, layout.account.gid);
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
