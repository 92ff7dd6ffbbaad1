import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';
import { numberArray, textArray } from '../../platform/number-array.ts';
import type { StoredState } from './code-state.ts';
import type { ScannedText } from './read-scanned-text.ts';

/** A code that exists, and how its part of the batch stands. */
export interface ResolvedCode {
  batchId: number;
  serial: number;
  /** Null: a blank code, which is not activated. */
  productId: number | null;
  /** In force now: one whose activation lies ahead is still minted. */
  state: StoredState;
  /** The points of its range; null: the product's rule. */
  pointsPerCode: number | null;
  /** The serial whose life it shares: its own, or of a copy mark the one it stands for. */
  place: number;
  /** Of a copy mark: the delivery it stands in. */
  markOf: number | null;
}

/**
 * Looks up which texts are codes: at most one statement for own codes and one for imported ones,
 * however many there are. The answer is in the order of the texts; null where there is no code.
 * An own code only counts when its batch was made with that key version and length and has that
 * many serials, or issued it as a copy mark; the first candidate that exists wins.
 */
export async function resolveCodes(
  db: Db,
  scanned: ScannedText[],
  now: Date,
): Promise<(ResolvedCode | null)[]> {
  const resolved = new Array<ResolvedCode | null>(scanned.length).fill(null);
  await resolveOwn(db, scanned, resolved, now);
  await resolveImported(db, scanned, resolved, now);
  return resolved;
}

interface FoundRow extends Omit<ResolvedCode, 'place'> {
  item: number;
  standsFor: number | null;
}

/** Fills in what is an own code. Candidates are sent flat, `item` telling whose they are. */
async function resolveOwn(
  db: Db,
  scanned: ScannedText[],
  resolved: (ResolvedCode | null)[],
  now: Date,
): Promise<void> {
  const items: number[] = [];
  const batchIds: number[] = [];
  const serials: number[] = [];
  const keyVersions: number[] = [];
  const codeLengths: number[] = [];
  for (let item = 0; item < scanned.length; item++) {
    for (const candidate of scanned[item]!.own) {
      items.push(item);
      batchIds.push(candidate.batchId);
      serials.push(candidate.serial);
      keyVersions.push(candidate.keyVersion);
      codeLengths.push(candidate.codeLength);
    }
  }
  if (items.length === 0) return;
  const { rows } = await sql<FoundRow>`/* often */
    select c.item, c.batch_id, c.serial, r.product_id, r.points_per_code, ${stateNow(now)} as state,
      m.stands_for, m.delivery_id as mark_of
    from unnest(
      ${numberArray(items)}::int[], ${numberArray(batchIds)}::int[],
      ${numberArray(serials)}::bigint[], ${numberArray(keyVersions)}::int[],
      ${numberArray(codeLengths)}::int[]
    ) as c (item, batch_id, serial, key_version, code_length)
    join code_batch b on b.batch_id = c.batch_id and b.key_version = c.key_version
      and b.code_length = c.code_length and b.quantity + b.marks_issued > c.serial
    -- The limit keeps this apart: for an ordinary serial the table of marks is not even opened.
    left join lateral (
      select stands_for, delivery_id from code_mark
      where c.serial >= b.quantity and batch_id = c.batch_id and serial = c.serial limit 1
    ) m on true
    cross join lateral (
      select product_id, state, points_per_code, activated_at, last_serial from code_range
      where batch_id = c.batch_id and first_serial <= coalesce(m.stands_for, c.serial)
      order by first_serial desc limit 1
    ) r
    where r.last_serial >= coalesce(m.stands_for, c.serial)`.execute(db);
  for (const row of rows) resolved[row.item] ??= codeOf(row);
}

/** Fills in imported codes where no own one was found. */
async function resolveImported(
  db: Db,
  scanned: ScannedText[],
  resolved: (ResolvedCode | null)[],
  now: Date,
): Promise<void> {
  const items: number[] = [];
  const ranks: number[] = [];
  const hashes: string[] = [];
  for (let item = 0; item < scanned.length; item++) {
    if (resolved[item] !== null) continue;
    for (const [rank, hash] of scanned[item]!.importedHashes.entries()) {
      items.push(item);
      ranks.push(rank);
      hashes.push(hash);
    }
  }
  if (items.length === 0) return;
  const { rows } = await sql<FoundRow & { rank: number }>`/* often */
    select c.item, c.rank, i.batch_id, i.serial, r.product_id, r.points_per_code,
      ${stateNow(now)} as state, null as stands_for, null as mark_of
    from unnest(
      ${numberArray(items)}::int[], ${numberArray(ranks)}::int[], ${textArray(hashes)}::uuid[]
    ) as c (item, rank, code_hash)
    join imported_code i on i.code_hash = c.code_hash
    cross join lateral (
      select product_id, state, points_per_code, activated_at, last_serial from code_range
      where batch_id = i.batch_id and first_serial <= i.serial
      order by first_serial desc limit 1
    ) r
    where r.last_serial >= i.serial`.execute(db);
  rows.sort((a, b) => a.rank - b.rank);
  for (const row of rows) resolved[row.item] ??= codeOf(row);
}

/** An activation that lies ahead pays nothing yet. */
function stateNow(now: Date) {
  return sql`case when r.state = 'activated' and r.activated_at > ${now}::timestamptz
    then 'minted' else r.state end`;
}

function codeOf(row: FoundRow): ResolvedCode {
  const { batchId, serial, productId, state, pointsPerCode, standsFor, markOf } = row;
  return { batchId, serial, productId, state, pointsPerCode, place: standsFor ?? serial, markOf };
}
