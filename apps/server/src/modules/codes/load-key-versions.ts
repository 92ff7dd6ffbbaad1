import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Db } from '../../platform/database.ts';
import { deriveKey } from '../../platform/master-key.ts';

/** The master key is not the one this database was made with; the server must not start. */
export class KeyMismatchError extends Error {
  override name = 'KeyMismatchError';
}

/**
 * The key versions of this database, after proving with each one's canary that the master key is
 * the right one. An empty database gets version 1.
 *
 * @throws KeyMismatchError with the remedy
 */
export async function loadKeyVersions(db: Db, masterKey: Buffer): Promise<number[]> {
  const known = await readVersions(db);
  if (known.length === 0) {
    // Two processes may start on an empty database: the first row stands, both check it.
    await db
      .insertInto('keyVersion')
      .values({ keyVersion: 1, canary: canaryOf(masterKey, 1) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const versions = known.length > 0 ? known : await readVersions(db);
  for (const { keyVersion, canary } of versions) {
    const expected = canaryOf(masterKey, keyVersion);
    if (canary.length !== expected.length || !timingSafeEqual(canary, expected)) {
      throw mismatch(keyVersion);
    }
  }
  return versions.map(({ keyVersion }) => keyVersion);
}

async function readVersions(db: Db): Promise<{ keyVersion: number; canary: Buffer }[]> {
  return db
    .selectFrom('keyVersion')
    .select(['keyVersion', 'canary'])
    .orderBy('keyVersion', 'desc')
    .execute();
}

/** Of a key of its own purpose: the row says nothing about the key of the codes. */
function canaryOf(masterKey: Buffer, keyVersion: number): Buffer {
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
