import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { noAccount } from './errors.ts';

/** The unprivileged account PostgreSQL runs as, because it refuses to run as root. */
export type Account = { name: string; uid: number; gid: number };

/**
 * Who must run PostgreSQL on this folder: `null` for "ourselves" (any ordinary user), otherwise the
 * owner of the existing cluster, else `postgres`, else `nobody`.
 */
export function chooseAccount(clusterDir: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  const owner = statSync(clusterDir, { throwIfNoEntry: false });
  const accounts = readAccounts();
  if (owner !== undefined && owner.uid !== 0) {
    const known = accounts.find((account) => account.uid === owner.uid);
    return known ?? { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  }
  const account =
    accounts.find(({ name }) => name === 'postgres') ??
    accounts.find(({ name }) => name === 'nobody');
  if (account === undefined) throw noAccount();
  return account;
}

/** Whether the account may pass every folder down to this one; asked of the kernel, not computed. */
export function mayEnter(account: Account | null, folder: string): boolean {
  if (account === null) return true;
  const shell = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], runAs(account));
  return shell.status === 0;
}

/** The spawn options that run a child as the account, from a folder everybody may enter. */
export function runAs(account: Account | null) {
  const identity = account === null ? {} : { uid: account.uid, gid: account.gid };
  const path = process.env.PATH ?? '/usr/bin:/bin';
  return { ...identity, cwd: '/', env: { PATH: path, LC_ALL: 'C', TZ: 'UTC' } };
}

function readAccounts(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid }) => Number.isInteger(uid) && uid !== 0);
}
