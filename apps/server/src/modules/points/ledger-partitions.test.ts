import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness-database.ts';
import { awardPoints } from './award-points.ts';
import { ensureLedgerPartitions } from './ensure-ledger-partitions.ts';
import { openAccount } from './open-account.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await database.db.transaction().execute((tx) => openAccount(tx, 1));
});
afterAll(() => database.close());

const ensure = (now: string) =>
  database.db.transaction().execute((tx) => ensureLedgerPartitions(tx, new Date(now)));

let lastSource = 0n;
async function awardAt(moment: string): Promise<string> {
  lastSource += 1n;
  const who = { regionCode: null, memberKind: 'consumer' } as const;
  const rest = { ...who, productId: 1, batchId: 1, explanation: { base: 1 } };
  const award = { memberId: 1, points: 1, sourceKind: 'claim' as const, sourceId: lastSource };
  await database.db
    .transaction()
    .execute((tx) => awardPoints(tx, [{ ...award, ...rest }], new Date(moment)));
  const { rows } = await sql<{ place: string }>`
    select tableoid::regclass::text as place from points_entry
    where source_id = ${lastSource}`.execute(database.db);
  return rows[0]?.place ?? '';
}

async function partitions(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select inhrelid::regclass::text as name from pg_inherits
    where inhparent = 'points_entry'::regclass order by 1`.execute(database.db);
  return rows.map(({ name }) => name);
}

describe('S11: the ledger is kept by month', () => {
  test('this month and three more exist, over the turn of a year', async () => {
    await ensure('2026-11-22T08:00:00Z');
    expect(await partitions()).toEqual([
      'points_entry_2026_11',
      'points_entry_2026_12',
      'points_entry_2027_01',
      'points_entry_2027_02',
      'points_entry_default',
    ]);
  });

  test('asked again, by several processes at once, nothing happens', async () => {
    const before = await partitions();
    await Promise.all(Array.from({ length: 6 }, () => ensure('2026-11-22T08:00:00Z')));
    expect(await partitions()).toEqual(before);
  });

  test('several processes that start in a new month at once make it once', async () => {
    await Promise.all(Array.from({ length: 6 }, () => ensure('2027-03-01T00:00:00Z')));
    expect(await partitions()).toContain('points_entry_2027_06');
  });

  test.each([
    ['2026-11-30T23:59:59.999Z', 'points_entry_2026_11'],
    ['2026-12-01T00:00:00.000Z', 'points_entry_2026_12'],
    ['2026-12-31T23:59:59.999Z', 'points_entry_2026_12'],
    // Beijing's new year is still December in UTC, which the months are cut by.
    ['2027-01-01T00:00:00.000+08:00', 'points_entry_2026_12'],
    ['2027-02-28T23:59:59.999Z', 'points_entry_2027_02'],
    ['2027-03-01T00:00:00.000Z', 'points_entry_2027_03'],
  ])('an award at %s is in %s', async (moment, place) => {
    expect(await awardAt(moment)).toBe(place);
  });

  test('the last days of a long month do not skip a short one', async () => {
    await ensure('2028-01-31T23:59:59Z');
    expect(await partitions()).toEqual(
      expect.arrayContaining(['points_entry_2028_02', 'points_entry_2028_04']),
    );
  });

  test('an award in a month nobody made is kept, and the months after it can still be made', async () => {
    expect(await awardAt('2029-05-10T00:00:00Z')).toBe('points_entry_default');
    await ensure('2029-05-11T00:00:00Z');
    expect(await awardAt('2029-05-12T00:00:00Z')).toBe('points_entry_default');
    expect(await awardAt('2029-06-01T00:00:00Z')).toBe('points_entry_2029_06');
  });
});

describe('S11: the ledger only grows', () => {
  test.each([
    'update points_entry set points = 2',
    'update points_entry set explanation = \'{"base":2}\'',
    'delete from points_entry',
    'truncate points_entry',
    'update points_entry_2026_11 set balance_after = 0',
    'delete from points_entry_2026_11',
    'truncate points_entry_2026_11',
    'delete from points_entry_default',
    'truncate points_entry_default',
  ])('%s is refused by the database', async (statement) => {
    await expect(sql.raw(statement).execute(database.db)).rejects.toThrow('the ledger only grows');
  });
});
