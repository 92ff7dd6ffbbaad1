import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { GiveWay } from './give-way.ts';
import { copyHash, hashBytes } from './keyed-hash.ts';
import type { SortedCodes } from './sort-records.ts';

/** Codes sent at a time: a few milliseconds of the server's work. */
const codesPerPiece = 4_096;
const rowBytes = 42;

/**
 * Stores codes in the order of their hashes, which costs a fifth of any other order. Throws
 * PostgreSQL's 23505 when a hash is there already. Binary COPY: PostgreSQL manual, "COPY", Notes.
 */
export async function copyCodes(
  client: pg.ClientBase,
  batchId: number,
  { count, hashes, lineNumbers }: SortedCodes,
  giveWay: GiveWay,
): Promise<void> {
  if (count === 0) return;
  const copy = client.query(
    copyFrom('copy imported_code (code_hash, batch_id, serial) from stdin (format binary)'),
  );
  let failure: Error | undefined;
  const ended = new Promise<void>((resolve) => {
    copy.once('finish', resolve).once('error', (error) => {
      failure = error;
      resolve();
    });
  });
  copy.write(header);
  // Behind a refusal nothing may be written: the stream has no connection any more.
  const hasFailed = () => failure !== undefined;
  for (let first = 0; first < count && !hasFailed(); first += codesPerPiece) {
    const last = Math.min(first + codesPerPiece, count);
    const isTaken = copy.write(fillRows(batchId, hashes, lineNumbers, { first, last }));
    if (!isTaken)
      await Promise.race([ended, new Promise((resolve) => copy.once('drain', resolve))]);
    await giveWay();
  }
  if (!hasFailed()) copy.end(trailer);
  await ended;
  if (failure !== undefined) throw failure;
}

const header = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const trailer = Buffer.from([0xff, 0xff]);

/** Field count, then length and value of each: uuid, int4, int8. */
function fillRows(
  batchId: number,
  hashes: Buffer,
  lineNumbers: Float64Array,
  { first, last }: { first: number; last: number },
): Buffer {
  const rows = Buffer.alloc((last - first) * rowBytes);
  let at = 0;
  for (let index = first; index < last; index++) {
    rows[at + 1] = 3;
    rows[at + 5] = hashBytes;
    copyHash(hashes, index * hashBytes, rows, at + 6);
    rows[at + 25] = 4;
    rows.writeInt32BE(batchId, at + 26);
    rows[at + 33] = 8;
    const serial = lineNumbers[index]! - 1;
    rows.writeUInt32BE(Math.floor(serial / 2 ** 32), at + 34);
    rows.writeUInt32BE(serial >>> 0, at + 38);
    at += rowBytes;
  }
  return rows;
}

/** Codes whose hashes are in the table, by their places in ascending order. */
export async function findStored(
  client: pg.ClientBase,
  { count, hashes }: SortedCodes,
  giveWay: GiveWay,
): Promise<number[]> {
  const places: number[] = [];
  for (let first = 0; first < count; first += codesPerPiece) {
    const part = hashes.subarray(first * hashBytes, (first + codesPerPiece) * hashBytes);
    const { rows } = await client.query<[Buffer]>({ ...findHashes, values: [uuidArray(part)] });
    let at = 0;
    for (const [found] of rows) {
      while (part.compare(found, 0, hashBytes, at * hashBytes, (at + 1) * hashBytes) !== 0) at += 1;
      places.push(first + at);
    }
    await giveWay();
  }
  return places;
}

/** As bytes, which compare as the table's index does. */
const findHashes: pg.QueryArrayConfig = {
  text: `select uuid_send(code_hash) from imported_code
    where code_hash = any($1::uuid[]) order by code_hash`,
  rowMode: 'array',
};

/** Deletes those of one batch. */
export async function deleteCodes(
  client: pg.ClientBase,
  batchId: number,
  { count, hashes }: SortedCodes,
  giveWay: GiveWay,
): Promise<void> {
  for (let first = 0; first < count; first += codesPerPiece) {
    const part = hashes.subarray(first * hashBytes, (first + codesPerPiece) * hashBytes);
    await client.query(
      'delete from imported_code where code_hash = any($1::uuid[]) and batch_id = $2',
      [uuidArray(part), batchId],
    );
    await giveWay();
  }
}

const uuidOid = 2950;

/** The binary form of uuid[]: one dimension, no nulls; pg sends a Buffer as it is. */
function uuidArray(hashes: Buffer): Buffer {
  const count = hashes.length / hashBytes;
  const array = Buffer.alloc(20 + count * (4 + hashBytes));
  array.writeInt32BE(1, 0);
  array.writeInt32BE(uuidOid, 8);
  array.writeInt32BE(count, 12);
  array.writeInt32BE(1, 16);
  for (let index = 0; index < count; index++) {
    const at = 20 + index * (4 + hashBytes);
    array[at + 3] = hashBytes;
    copyHash(hashes, index * hashBytes, array, at + 4);
  }
  return array;
}
