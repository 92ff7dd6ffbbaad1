import pg from 'pg';
import { numberArray, textArray } from '../../../platform/number-array.ts';
import { copyCodes, findStored } from './copy-codes.ts';
import type { GiveWay } from './give-way.ts';
import { copyHash, hashBytes } from './keyed-hash.ts';
import { countRejections } from './import-rejection.ts';
import type { Rejection } from './import-rejection.ts';
import type { SortedCodes } from './sort-records.ts';

export interface StoreStep {
  importId: number;
  batchId: number;
  state: 'comparing' | 'storing';
  /** Buckets done before the step and after it. */
  fromBucket: number;
  toBucket: number;
}

/** `stopped`: cancelled, or another run of the same job is further. */
export type StoreOutcome = 'done' | 'stopped';

const attemptsMax = 30;
const rejectionsPerStatement = 20_000;

/** A connection of its own, and what was begun before: the buckets are counted in order. */
export interface Lane {
  client: pg.ClientBase;
  before: Promise<StoreOutcome>;
}

/**
 * Stores codes with what is to be said of the others, or only says it, in one transaction that also
 * counts the buckets done: a server killed at any moment goes on behind the last one committed. Codes
 * are looked up first where duplicates are to be expected; elsewhere the table itself objects.
 */
export function createStore(giveWay: GiveWay) {
  let lookUpFirst = 0;

  return async function storeCodes(
    lane: Lane,
    step: StoreStep,
    sorted: SortedCodes,
  ): Promise<StoreOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      const isCheck = step.state === 'comparing';
      const isLookedUp = isCheck || attempt > 1 || lookUpFirst > 0;
      try {
        const stored = await storeOnce(lane, step, sorted, isLookedUp);
        if (stored === null) return 'stopped';
        lookUpFirst = stored > 0 ? lookUpFirstFor : Math.max(0, lookUpFirst - 1);
        return 'done';
      } catch (error) {
        // Whatever else it is may have broken off a COPY, behind which nothing is answered.
        if (!isPassing(error) || attempt >= attemptsMax) throw error;
        await lane.client.query('rollback');
      }
    }
  };

  /** Returns how many codes were in the table already; null when the import is not to go on. */
  async function storeOnce(
    { client, before }: Lane,
    step: StoreStep,
    sorted: SortedCodes,
    isLookedUp: boolean,
  ): Promise<number | null> {
    await client.query('begin');
    // Safe to lose together with the count of buckets; the end of the import waits for the disk.
    await client.query('set local synchronous_commit = off');
    const stored = isLookedUp ? await findStored(client, sorted, giveWay) : [];
    const fresh = stored.length === 0 ? sorted : without(sorted, stored);
    if (step.state === 'storing') await copyCodes(client, step.batchId, fresh, giveWay);
    if ((await before) === 'stopped' || !(await lockImport(client, step))) {
      await client.query('rollback');
      return null;
    }
    const rejections = rejectionsOf(sorted, stored);
    await insertRejections(client, step.importId, rejections);
    await saveProgress(client, step, fresh.count, rejections);
    await client.query('commit');
    return stored.length;
  }
}

/** Transactions that look before they copy, after one that met a duplicate. */
const lookUpFirstFor = 16;

/** 23505: a code came in meanwhile, or was not looked up. The others: broken off for another's sake. */
function isPassing(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(?:23505|40001|40P01)$/.test(error.code ?? '');
}

async function lockImport(client: pg.ClientBase, step: StoreStep): Promise<boolean> {
  const { rows } = await client.query(
    `select from code_import where import_id = $1 and state = $2 and buckets_done = $3
      and not cancel_requested for update`,
    [step.importId, step.state, step.fromBucket],
  );
  return rows.length === 1;
}

function without(sorted: SortedCodes, places: readonly number[]): SortedCodes {
  const count = sorted.count - places.length;
  const hashes = Buffer.allocUnsafe(count * hashBytes);
  const lineNumbers = new Float64Array(count);
  let kept = 0;
  let next = 0;
  for (let place = 0; place < sorted.count; place++) {
    if (places[next] === place) {
      next += 1;
      continue;
    }
    copyHash(sorted.hashes, place * hashBytes, hashes, kept * hashBytes);
    lineNumbers[kept] = sorted.lineNumbers[place]!;
    kept += 1;
  }
  return { ...sorted, count, hashes, lineNumbers };
}

function rejectionsOf(sorted: SortedCodes, stored: readonly number[]): Rejection[] {
  const rejections: Rejection[] = sorted.repeatedLines.map((lineNumber) => ({
    lineNumber,
    reason: 'duplicateInFile',
  }));
  for (const place of stored) {
    rejections.push({ lineNumber: sorted.lineNumbers[place]!, reason: 'duplicateInDatabase' });
  }
  return rejections.sort((a, b) => a.lineNumber - b.lineNumber);
}

/** Writes down which lines were not taken. */
export async function insertRejections(
  client: pg.ClientBase,
  importId: number,
  rejections: readonly Rejection[],
): Promise<void> {
  for (let first = 0; first < rejections.length; first += rejectionsPerStatement) {
    const part = rejections.slice(first, first + rejectionsPerStatement);
    await client.query(
      `insert into code_import_rejection (import_id, line_number, reason)
        select $1::bigint, line_number, reason
        from unnest($2::bigint[], $3::text[]) as r (line_number, reason)`,
      [
        importId,
        numberArray(part.map(({ lineNumber }) => lineNumber)),
        textArray(part.map(({ reason }) => reason)),
      ],
    );
  }
}

async function saveProgress(
  client: pg.ClientBase,
  step: StoreStep,
  accepted: number,
  rejections: readonly Rejection[],
): Promise<void> {
  const { duplicateInFile, duplicateInDatabase } = countRejections(rejections);
  await client.query(
    `update code_import set buckets_done = $2, accepted = accepted + $3,
      duplicate_in_file = duplicate_in_file + $4,
      duplicate_in_database = duplicate_in_database + $5
      where import_id = $1`,
    [step.importId, step.toBucket, accepted, duplicateInFile, duplicateInDatabase],
  );
}
