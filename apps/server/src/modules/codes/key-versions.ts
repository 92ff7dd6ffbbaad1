import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database.ts';
import { keyVersionsMax } from './key-ring.ts';
import { canaryOf, checkMasterKey, readKeyVersions, settlingSeconds } from './load-key-versions.ts';

/** Codes claimed of each of these batches; statistics knows. */
export type CountClaims = (db: Db, batchIds: number[]) => Promise<Map<number, number>>;

/** A version of the key and what hangs on it. */
export interface KeyVersionFacts {
  keyVersion: number;
  /** `waiting`: too young for new batches. */
  state: 'newBatches' | 'live' | 'waiting' | 'retired';
  createdAt: Date;
  retiredAt: Date | null;
  /** Of our own codes; imported ones are read without a version. */
  batches: number;
  codes: number;
  /** Codes that can still be claimed, at most: claims before a void count as of what is void. */
  unclaimed: number;
}

/** Why a rotation cannot be done, in words, with what to do instead. */
export class KeyRotationError extends Error {
  override name = 'KeyRotationError';
}

/** The age of the version that follows: settled, and everybody has looked again since. */
const retirableSeconds = 2 * settlingSeconds;

/** Every version there ever was, newest first. */
export async function listKeyVersions(
  db: Db,
  countClaims: CountClaims,
): Promise<KeyVersionFacts[]> {
  const rows = await db
    .selectFrom('keyVersion')
    .select(['keyVersion', 'createdAt', 'retiredAt'])
    .orderBy('keyVersion', 'desc')
    .execute();
  const { live, forNewBatches } = await readKeyVersions(db);
  const batches = await readBatches(db);
  const claims = await countClaims(
    db,
    batches.map(({ batchId }) => batchId),
  );
  return rows.map(({ keyVersion, createdAt, retiredAt }) => {
    const own = batches.filter((batch) => batch.keyVersion === keyVersion);
    const stateOfLive = keyVersion > forNewBatches ? 'waiting' : 'live';
    return {
      keyVersion,
      state: !live.includes(keyVersion)
        ? 'retired'
        : keyVersion === forNewBatches
          ? 'newBatches'
          : stateOfLive,
      createdAt,
      retiredAt,
      batches: own.length,
      codes: sumOf(own.map(({ codes }) => codes)),
      unclaimed: sumOf(
        own.map(({ batchId, codes, payable }) => {
          const claimed = claims.get(batchId) ?? 0;
          return payable - Math.max(0, claimed - (codes - payable));
        }),
      ),
    };
  });
}

/**
 * Adds the next version; new batches are made with it half a minute later, without a restart.
 *
 * @returns its number
 * @throws KeyRotationError when there are too many, KeyMismatchError for a strange master key
 */
export async function addKeyVersion(tx: Tx, masterKey: Buffer): Promise<number> {
  await lockVersions(tx);
  const known = await checkMasterKey(tx, masterKey);
  if (known.filter(({ retiredAt }) => retiredAt === null).length >= keyVersionsMax) {
    throw new KeyRotationError(
      `已有 ${keyVersionsMax} 个密钥版本在用，请先停用最旧的一个：npm run keys -- retire N。` +
        ` ${keyVersionsMax} key versions are live already: retire the oldest first.`,
    );
  }
  const keyVersion = Math.max(0, ...known.map((version) => version.keyVersion)) + 1;
  await tx
    .insertInto('keyVersion')
    .values({ keyVersion, canary: canaryOf(masterKey, keyVersion) })
    .execute();
  return keyVersion;
}

/**
 * Ends a version: its codes are read no more, within five seconds and for ever.
 *
 * @throws KeyRotationError unless a newer version makes the new batches already
 */
export async function retireKeyVersion(tx: Tx, keyVersion: number): Promise<void> {
  await lockVersions(tx);
  await refuseRetiring(tx, keyVersion);
  await tx
    .updateTable('keyVersion')
    .set({ retiredAt: sql<Date>`now()` })
    .where('keyVersion', '=', keyVersion)
    .execute();
}

/** Throws KeyRotationError when the version could not be retired now. */
export async function refuseRetiring(db: Db, keyVersion: number): Promise<void> {
  const { live } = await readKeyVersions(db);
  if (!live.includes(keyVersion)) {
    throw new KeyRotationError(
      `没有在用的密钥版本 ${keyVersion}。 There is no live key version ${keyVersion}.`,
    );
  }
  if (!(await isFollowed(db, keyVersion))) {
    throw new KeyRotationError(
      `新批次可能仍在使用密钥版本 ${keyVersion}，不能停用。请先 npm run keys -- add，${retirableSeconds} 秒后再试。` +
        ` New batches may still be made with version ${keyVersion}: add another first, and wait ${retirableSeconds} seconds.`,
    );
  }
}

/** Whether a newer version has made the new batches for so long that every process knows it. */
async function isFollowed(db: Db, keyVersion: number): Promise<boolean> {
  const newer = await db
    .selectFrom('keyVersion')
    .select('keyVersion')
    .where('keyVersion', '>', keyVersion)
    .where('retiredAt', 'is', null)
    .where(sql<boolean>`created_at <= now() - make_interval(secs => ${retirableSeconds})`)
    .limit(1)
    .executeTakeFirst();
  return newer !== undefined;
}

/** One rotation at a time; whoever only reads the versions does not wait. */
async function lockVersions(tx: Tx): Promise<void> {
  await sql`lock table key_version in share row exclusive mode`.execute(tx);
}

interface VersionBatch {
  batchId: number;
  keyVersion: number;
  codes: number;
  /** Not void. */
  payable: number;
}

async function readBatches(db: Db): Promise<VersionBatch[]> {
  const { rows } = await sql<VersionBatch>`
    select b.batch_id, b.key_version, b.quantity as codes,
      coalesce(sum(r.last_serial - r.first_serial + 1) filter (where r.state <> 'void'), 0)::bigint
        as payable
    from code_batch b left join code_range r using (batch_id)
    where b.source = 'own' group by b.batch_id`.execute(db);
  return rows;
}

function sumOf(numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
