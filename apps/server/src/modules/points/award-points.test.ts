import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness-database.ts';
import { retrySerialization } from '../../platform/database.ts';
import { awardPoints, type Award } from './award-points.ts';
import { openAccount } from './open-account.ts';
import { readBalances } from './read-balances.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ max: 10 });
});
afterAll(() => database.close());

let lastMember = 0;
let lastSource = 0n;
const at = new Date('2026-11-22T08:00:00Z');

/** Accounts of members nobody else uses. */
async function openAccounts(count: number): Promise<number[]> {
  const members = Array.from({ length: count }, () => (lastMember += 1));
  await database.db.transaction().execute(async (tx) => {
    for (const memberId of members) await openAccount(tx, memberId);
  });
  return members;
}

function anAward(memberId: number, points: number): Award {
  lastSource += 1n;
  const who = { regionCode: '320500', memberKind: 'chef' } as const;
  const rest = { productId: 1, batchId: 1, explanation: { base: points }, ...who };
  return { memberId, points, sourceKind: 'claim', sourceId: lastSource, ...rest };
}

const award = (awards: Award[]) =>
  retrySerialization(() => database.db.transaction().execute((tx) => awardPoints(tx, awards, at)));

interface EntryRow {
  sequence: number;
  points: number;
  balanceAfter: number;
}

async function entriesOf(memberId: number): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select sequence, points, balance_after from points_entry
    where member_id = ${memberId} order by sequence`.execute(database.db);
  return rows;
}

async function expectSound(memberId: number, awarded: number[]) {
  const entries = await entriesOf(memberId);
  const account = (await readBalances(database.db, [memberId])).get(memberId);
  const sum = awarded.reduce((total, points) => total + points, 0);
  expect(account).toEqual({ memberId, balance: sum, earned: sum, spent: 0 });
  expect(entries.map(({ sequence }) => sequence)).toEqual(awarded.map((_points, n) => n + 1));
  expect(entries.map(({ points }) => points).sort()).toEqual([...awarded].sort());
  let running = 0;
  for (const entry of entries) {
    running += entry.points;
    expect(entry.balanceAfter).toBe(running);
  }
}

describe('S11: the ledger adds up', () => {
  test('after any awards to several members in several transactions at once', async () => {
    const anyAward = fc.record({
      member: fc.nat({ max: 3 }),
      points: fc.integer({ min: 1, max: 1_000_000 }),
    });
    const anyTransactions = fc.array(fc.array(anyAward, { maxLength: 12 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(anyTransactions, async (transactions) => {
        const members = await openAccounts(4);
        await Promise.all(
          transactions.map((awards) =>
            award(awards.map(({ member, points }) => anAward(members[member] as number, points))),
          ),
        );
        for (const [index, memberId] of members.entries()) {
          const own = transactions.flat().filter(({ member }) => member === index);
          await expectSound(
            memberId,
            own.map(({ points }) => points),
          );
        }
      }),
      { numRuns: 40 },
    );
  });

  test('and each award is told its own place, in the order given', async () => {
    const [first = 0, second = 0] = await openAccounts(2);
    const told = await award([anAward(second, 5), anAward(first, 1), anAward(second, 7)]);
    expect(told).toEqual([
      { memberId: second, sequence: 1, balanceAfter: 5 },
      { memberId: first, sequence: 1, balanceAfter: 1 },
      { memberId: second, sequence: 2, balanceAfter: 12 },
    ]);
    expect(await award([])).toEqual([]);
  });

  test('a transaction that fails leaves neither entry nor balance nor a gap', async () => {
    const [memberId = 0] = await openAccounts(1);
    await award([anAward(memberId, 10)]);
    const failing = database.db.transaction().execute(async (tx) => {
      await awardPoints(tx, [anAward(memberId, 99)], at);
      throw new Error('changed its mind');
    });
    await expect(failing).rejects.toThrow('changed its mind');
    await award([anAward(memberId, 1)]);
    await expectSound(memberId, [10, 1]);
  });

  test('a member without an account makes the whole batch fail, and nobody is credited', async () => {
    const [memberId = 0] = await openAccounts(1);
    await expect(award([anAward(memberId, 10), anAward(999_999, 10)])).rejects.toThrow(
      'every award has its entry',
    );
    await expectSound(memberId, []);
  });

  test.each([0, -1, 1.5, NaN, 2 ** 53])(
    'an award of %d points is a bug and is refused',
    async (points) => {
      const [memberId = 0] = await openAccounts(1);
      await expect(award([anAward(memberId, points)])).rejects.toThrow('positive whole number');
      await expectSound(memberId, []);
    },
  );

  test('opening an account again changes nothing', async () => {
    const [memberId = 0] = await openAccounts(1);
    await award([anAward(memberId, 10)]);
    await database.db.transaction().execute((tx) => openAccount(tx, memberId));
    await expectSound(memberId, [10]);
  });

  test('the database itself refuses a balance below nothing', async () => {
    const [memberId = 0] = await openAccounts(1);
    const overdraw = sql`update points_account set balance = -1 where member_id = ${memberId}`;
    await expect(overdraw.execute(database.db)).rejects.toThrow('points_account__balance');
  });
});

test('S11: batches that touch the same members in opposite order all end, and each counts once', async () => {
  const members = await openAccounts(200);
  // As the claim runs it. The claim also holds its members before; here nothing but the plan of the
  // update orders the rows, and PostgreSQL may choose one that meets them anyhow.
  const work = (order: number[]) =>
    retrySerialization(() =>
      database.db.transaction().execute((tx) =>
        awardPoints(
          tx,
          order.map((memberId) => anAward(memberId, 1)),
          at,
        ),
      ),
    );
  const reversed = [...members].reverse();
  for (let round = 0; round < 5; round += 1) {
    await Promise.all([work(members), work(reversed), work(members), work(reversed)]);
  }
  await expectSound(
    members[0] as number,
    Array.from({ length: 20 }, () => 1),
  );
});
