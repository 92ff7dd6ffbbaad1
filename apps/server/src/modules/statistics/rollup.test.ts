import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness-database.ts';
import { countClaimsByBatch } from './count-claims-by-batch.ts';
import { foldRollup } from './fold-rollup.ts';
import { readTotals } from './read-totals.ts';
import { recordClaims } from './record-claims.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const at = (text: string) => new Date(text);
const fold = () => database.db.transaction().execute((tx) => foldRollup(tx));

const who = { memberId: 5, memberKind: 'chef', regionCode: '320500' } as const;
const record = (batchIds: number[], moment: Date, points = 10) =>
  database.db.transaction().execute((tx) =>
    recordClaims(
      tx,
      batchIds.map((batchId) => ({ ...who, productId: 1, batchId, points })),
      moment,
    ),
  );

const totalsAt = (moment: string) =>
  readTotals(database.db, at(moment), async () => 0).then(
    ({ claimsToday, pointsToday, claimsEver, pointsEver }) => [
      [claimsToday, pointsToday],
      [claimsEver, pointsEver],
    ],
  );

describe('S14: the roll-up', () => {
  test('one transaction adds one small row a member and batch, in the hour of the claim', async () => {
    await record([1, 1, 2, 1], at('2026-11-22T08:59:59.999Z'));
    await record([], at('2026-11-22T08:59:59.999Z'));
    const { rows } = await sql`
      select hour, batch_id, claims, points from claim_rollup_delta order by batch_id`.execute(
      database.db,
    );
    const hour = at('2026-11-22T08:00:00Z');
    expect(rows).toEqual([
      { hour, batchId: 1, claims: 3, points: 30 },
      { hour, batchId: 2, claims: 1, points: 10 },
    ]);
  });

  test('counts are the same while deltas wait, half folded, and folded', async () => {
    const counts = () => countClaimsByBatch(database.db, [1, 2, 99]);
    const expected = new Map([
      [1, 3],
      [2, 1],
    ]);
    expect(await counts()).toEqual(expected);
    expect(await fold()).toBe(2);
    expect(await counts()).toEqual(expected);
    await record([1], at('2026-11-22T08:00:00Z'));
    expect(await counts()).toEqual(new Map([...expected, [1, 4]]));
    expect(await fold()).toBe(1);
    expect(await counts()).toEqual(new Map([...expected, [1, 4]]));
    expect(await fold()).toBe(0);
  });

  test('fifty writers and ten folders at once lose and double nothing', async () => {
    const moment = at('2026-11-22T09:00:00Z');
    await Promise.all([
      ...Array.from({ length: 50 }, () => record([7, 8], moment)),
      ...Array.from({ length: 10 }, fold),
    ]);
    while ((await fold()) > 0);
    expect(await countClaimsByBatch(database.db, [7, 8])).toEqual(
      new Map([
        [7, 50],
        [8, 50],
      ]),
    );
  });

  test('a fold that fails leaves the deltas as they were', async () => {
    await record([9], at('2026-11-22T09:00:00Z'));
    const failing = database.db.transaction().execute(async (tx) => {
      await foldRollup(tx);
      throw new Error('the process died');
    });
    await expect(failing).rejects.toThrow('the process died');
    expect(await countClaimsByBatch(database.db, [9])).toEqual(new Map([[9, 1]]));
    expect(await fold()).toBe(1);
  });

  test('today begins at midnight in Beijing', async () => {
    expect(await totalsAt('2026-11-22T15:59:59Z')).toEqual([
      [106, 1060],
      [106, 1060],
    ]);
    expect(await totalsAt('2026-11-22T16:00:00Z')).toEqual([
      [0, 0],
      [106, 1060],
    ]);
    await record([1], at('2026-11-22T16:00:00Z'), 5);
    expect(await totalsAt('2026-11-22T16:00:01Z')).toEqual([
      [1, 5],
      [107, 1065],
    ]);
  });
});
