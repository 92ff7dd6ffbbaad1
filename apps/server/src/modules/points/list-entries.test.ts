import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness-database.ts';
import { readCursor, writeCursor } from '../../platform/paging.ts';
import type { EntryFilter } from './entry-filter.ts';
import {
  listEntries,
  listRecentEntries,
  type EntryPosition,
  type LedgerEntry,
} from './list-entries.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

/** Every test reads members of its own: the ledger cannot be emptied. */
let member = 0;
beforeEach(() => {
  member += 100;
});

async function write(memberId: number, sequence: number, createdAt: string, productId = 1) {
  await sql`insert into points_entry values (${memberId}, ${sequence}, 'award', 1, ${sequence},
    'claim', ${memberId * 1000 + sequence}, ${productId}, 7, '{"base":1}', ${createdAt})`.execute(
    database.db,
  );
}

const keyOf = (entry: LedgerEntry) => `${entry.memberId - member}-${entry.sequence}`;

/** Reads all pages, each position on its way through the cursor a client holds. */
async function readAll(
  filter: EntryFilter,
  limit: number,
  betweenPages: () => Promise<unknown> = async () => undefined,
) {
  const keys: string[] = [];
  let after: EntryPosition | null = null;
  for (;;) {
    const page = await listEntries(database.db, filter, { after, limit });
    expect(page.entries.length).toBeLessThanOrEqual(limit);
    keys.push(...page.entries.map(keyOf));
    if (!page.next) return keys;
    const cursor = writeCursor(page.next) ?? '';
    after = readCursor(cursor, (value): value is EntryPosition => typeof value === 'object');
    await betweenPages();
  }
}

const ofMembers = (...numbers: number[]): EntryFilter => ({
  memberIds: numbers.map((number) => member + number),
});

describe('S14: pages of the ledger', () => {
  test('hold every entry once, newest first, whatever the page size', async () => {
    for (let n = 1; n <= 10; n += 1) {
      await write(member, n, `2026-11-22T08:00:${String(n).padStart(2, '0')}Z`);
    }
    const expected = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((n) => `0-${n}`);
    for (const limit of [1, 3, 5, 10, 11]) {
      expect(await readAll(ofMembers(0), limit)).toEqual(expected);
    }
  });

  test('have neither gap nor repetition when a hundred entries share one moment', async () => {
    for (let n = 1; n <= 25; n += 1) {
      for (const who of [0, 1, 2, 3]) await write(member + who, n, '2026-11-22T08:00:00.123456Z');
    }
    for (const limit of [1, 7, 25, 99, 100]) {
      const keys = await readAll(ofMembers(0, 1, 2, 3), limit);
      expect([limit, keys.length, new Set(keys).size]).toEqual([limit, 100, 100]);
      expect(keys.slice(0, 2)).toEqual(['3-25', '3-24']);
    }
  });

  test('tell apart moments that differ by a microsecond', async () => {
    for (let n = 1; n <= 9; n += 1) await write(member, n, `2026-11-22T08:00:00.00000${n}Z`);
    expect(await readAll(ofMembers(0), 2)).toEqual(
      [9, 8, 7, 6, 5, 4, 3, 2, 1].map((n) => `0-${n}`),
    );
  });

  test('do not move when entries arrive between them', async () => {
    for (let n = 1; n <= 8; n += 1) await write(member, n, `2026-11-22T08:00:0${n}Z`);
    let sequence = 8;
    const keys = await readAll(ofMembers(0, 1), 3, async () => {
      sequence += 1;
      await write(member, sequence, '2026-11-22T08:00:09Z');
      // And one in the very moment of the page's end, of a later account.
      await write(member + 1, sequence, '2026-11-22T08:00:06Z');
    });
    expect(keys).toEqual([8, 7, 6, 5, 4, 3, 2, 1].map((n) => `0-${n}`));
  });

  test('cross the border between two months', async () => {
    for (const [n, day] of ['2026-10-31', '2026-11-30', '2026-12-01', '2027-01-01'].entries()) {
      await write(member, n + 1, `${day}T00:00:00Z`);
    }
    expect(await readAll(ofMembers(0), 1)).toEqual(['0-4', '0-3', '0-2', '0-1']);
  });

  test('read the same in a session of another time zone', async () => {
    for (let n = 1; n <= 3; n += 1) await write(member, n, `2026-11-22T08:00:00.12345${n}Z`);
    for (const zone of ['Asia/Shanghai', 'Asia/Kolkata', 'America/St_Johns', 'UTC']) {
      const keys = await database.db.transaction().execute(async (tx) => {
        await sql`set local timezone to ${sql.lit(zone)}`.execute(tx);
        const first = await listEntries(tx, ofMembers(0), { after: null, limit: 1 });
        const rest = await listEntries(tx, ofMembers(0), { after: first.next, limit: 9 });
        return [...first.entries, ...rest.entries].map(keyOf);
      });
      expect(keys).toEqual(['0-3', '0-2', '0-1']);
    }
  });
});

describe('S14: filters of the ledger', () => {
  test('the end of a period belongs to the next one', async () => {
    await write(member, 1, '2026-11-22T07:59:59.999999Z');
    await write(member, 2, '2026-11-22T08:00:00Z');
    await write(member, 3, '2026-11-22T09:00:00Z');
    const from = new Date('2026-11-22T08:00:00Z');
    const to = new Date('2026-11-22T09:00:00Z');
    expect(await readAll({ ...ofMembers(0), from, to }, 9)).toEqual(['0-2']);
    expect(await readAll({ ...ofMembers(0), to: from }, 9)).toEqual(['0-1']);
  });

  test('product, batch and kind narrow together; nobody matches an empty list of members', async () => {
    await write(member, 1, '2026-11-22T08:00:00Z', 5);
    await write(member, 2, '2026-11-22T08:00:00Z', 6);
    expect(await readAll({ ...ofMembers(0), productId: 6, batchId: 7, kind: 'award' }, 9)).toEqual([
      '0-2',
    ]);
    expect(await readAll({ ...ofMembers(0), batchId: 8 }, 9)).toEqual([]);
    expect(await readAll({ ...ofMembers(0), kind: 'spend' }, 9)).toEqual([]);
    expect(await readAll({ memberIds: [] }, 9)).toEqual([]);
  });

  test('recent entries are the newest since a moment, that moment included', async () => {
    for (let n = 1; n <= 5; n += 1) await write(member, n, `2035-01-01T00:00:0${n}Z`);
    const recent = await listRecentEntries(database.db, new Date('2035-01-01T00:00:02Z'), 3);
    expect(recent.map(keyOf)).toEqual(['0-5', '0-4', '0-3']);
  });
});
