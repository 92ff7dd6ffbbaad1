import { createHmac, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';
import { deriveKey } from '../../platform/master-key.ts';
import type { KeyVersions } from './key-ring.ts';

/** The master key is not the one this database was made with; the server must not start. */
export class KeyMismatchError extends Error {
  override name = 'KeyMismatchError';
}

/** A new version makes no batch before every process has learnt of it; they look every 5 s. */
export const settlingSeconds = 30;

/**
 * The live key versions of this database, after proving with the canary of every version that the
 * master key is the right one. An empty database gets version 1.
 *
 * @throws KeyMismatchError with the remedy
 */
export async function loadKeyVersions(db: Db, masterKey: Buffer): Promise<number[]> {
  if ((await readCanaries(db)).length === 0) {
    // Two processes may start on an empty database: the first row stands, both check it.
    await db
      .insertInto('keyVersion')
      .values({ keyVersion: 1, canary: canaryOf(masterKey, 1) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const known = await checkMasterKey(db, masterKey);
  return known.filter(({ retiredAt }) => retiredAt === null).map(({ keyVersion }) => keyVersion);
}

/** Which versions are in force now, by the clock of the database, which all processes share. */
export async function readKeyVersions(db: Db): Promise<KeyVersions> {
  const rows = await db
    .selectFrom('keyVersion')
    .select([
      'keyVersion',
      sql<boolean>`created_at <= now() - make_interval(secs => ${settlingSeconds})`.as('isSettled'),
    ])
    .where('retiredAt', 'is', null)
    .orderBy('keyVersion', 'desc')
    .execute();
  const live = rows.map(({ keyVersion }) => keyVersion);
  // The very first one has nobody it could surprise.
  const settled = rows.find(({ isSettled }) => isSettled)?.keyVersion ?? live.at(-1);
  return { live, forNewBatches: settled ?? 0 };
}

/**
 * Proves the master key against the canary of every version there ever was.
 *
 * @throws KeyMismatchError with the remedy
 */
export async function checkMasterKey(
  db: Db,
  masterKey: Buffer,
): Promise<{ keyVersion: number; retiredAt: Date | null }[]> {
  const versions = await readCanaries(db);
  for (const { keyVersion, canary } of versions) {
    const expected = canaryOf(masterKey, keyVersion);
    if (canary.length !== expected.length || !timingSafeEqual(canary, expected)) {
      throw mismatch(keyVersion);
    }
  }
  return versions;
}

/**
 * Throws unless the database has never had a key: a new master key in the place of a lost one would
 * open nothing, and would soon be taken for the right one.
 *
 * @throws KeyMismatchError with the remedy
 */
export async function refuseNewMasterKey(db: Db, file: string): Promise<void> {
  if ((await readCanaries(db)).length === 0) return;
  throw new KeyMismatchError(
    `找不到主密钥 ${file}，而数据库里已有用它生成的码。请从备份恢复这个文件，或设置环境变量 MASTER_KEY；` +
      '没有自动生成新的密钥，因为新密钥会使所有已印出的码失效。' +
      ` The master key ${file} is missing, but this database has codes made with it: restore the file from` +
      ' a backup, or set MASTER_KEY. No new key was made, for it would open none of the codes in print.',
  );
}

function readCanaries(
  db: Db,
): Promise<{ keyVersion: number; canary: Buffer; retiredAt: Date | null }[]> {
  return db
    .selectFrom('keyVersion')
    .select(['keyVersion', 'canary', 'retiredAt'])
    .orderBy('keyVersion', 'desc')
    .execute();
}

/** Of a key of its own purpose: the row says nothing about the key of the codes. */
export function canaryOf(masterKey: Buffer, keyVersion: number): Buffer {
  const key = deriveKey(masterKey, 'code-canary', String(keyVersion));
  return createHmac('sha256', key).update('mashang').digest();
}

function mismatch(keyVersion: number): KeyMismatchError {
  return new KeyMismatchError(
    `主密钥与数据库不符（密钥版本 ${keyVersion}）：用它启动会使所有已印出的码失效。` +
      '请恢复原来的 MASTER_KEY 或 data/master.key；若数据库是从别处恢复的，请连同它的密钥一起恢复。' +
      ` The master key does not fit this database (key version ${keyVersion}): restore the original` +
      ' MASTER_KEY or data/master.key, or the database that belongs to this key.',
  );
}
