import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectSoundLedger } from '../../../test/audit-ledger.ts';
import { freshDatabase, type TestDatabase } from '../../../test/harness-database.ts';
import { adjustPoints, type Adjustment } from './adjust-points.ts';
import { filterByBalance, listAccountsByBalance } from './find-by-balance.ts';
import { openAccount } from './open-account.ts';
import { readBalances } from './read-balances.ts';
import { refundPoints, spendPoints } from './spend-points.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ max: 10 });
});
afterAll(async () => {
  await expectSoundLedger(database.db);
  await database.close();
});

const at = new Date('2026-11-22T08:00:00Z');
const where = { regionCode: '320500', memberKind: 'chef' } as const;
const gift = { name: '围裙', quantity: 1, pointsPrice: 10 };
const write = <T>(work: (tx: Parameters<typeof openAccount>[0]) => Promise<T>) =>
  database.db.transaction().execute(work);

let memberId = 0;
let lastSource = 0n;
beforeEach(async () => {
  memberId += 1;
  await write((tx) => openAccount(tx, memberId));
});

const adjust = (points: number, changed: Partial<Adjustment> = {}) =>
  write((tx) =>
    adjustPoints(
      tx,
      {
        memberId,
        points,
        attemptId: randomUUID(),
        reason: '补录',
        staffId: 3,
        ...where,
        ...changed,
      },
      at,
    ),
  );
const giftPoints = (points: number) => {
  lastSource += 1n;
  const source = { sourceKind: 'redemption', sourceId: lastSource } as const;
  return { memberId, points, ...source, explanation: { gift }, ...where };
};
const spend = (points: number) => write((tx) => spendPoints(tx, giftPoints(points), at));
const refund = (points: number) => write((tx) => refundPoints(tx, giftPoints(points), at));
const account = async () => (await readBalances(database.db, [memberId])).get(memberId);

describe('S10: points spent on gifts', () => {
  test('fifty spending the same points at once: exactly as many as the balance pays', async () => {
    await adjust(75);
    const results = await Promise.all(Array.from({ length: 50 }, () => spend(10)));
    expect(results.filter(({ outcome }) => outcome === 'spent')).toHaveLength(7);
    expect(results.filter(({ outcome }) => outcome === 'short')).toHaveLength(43);
    expect(await account()).toEqual({ memberId, balance: 5, earned: 75, spent: 70 });
    await expectSoundLedger(database.db);
  });

  test('too few points is an answer with the balance, and changes nothing', async () => {
    await adjust(9);
    expect(await spend(10)).toEqual({ outcome: 'short', balance: 9 });
    expect(await spend(9)).toEqual({ outcome: 'spent', sequence: 2, balanceAfter: 0 });
    expect(await spend(1)).toEqual({ outcome: 'short', balance: 0 });
    memberId += 1_000_000;
    expect(await spend(1)).toEqual({ outcome: 'short', balance: 0 });
    memberId -= 1_000_000;
  });

  test('a refund gives back and is no longer spent; its entry says what for, where and who', async () => {
    await adjust(20);
    await spend(20);
    expect(await refund(20)).toEqual({ sequence: 3, balanceAfter: 20 });
    expect(await account()).toEqual({ memberId, balance: 20, earned: 20, spent: 0 });
    const { rows } = await sql`
      select sequence, kind, points, balance_after, source_kind, explanation, region_code,
        member_kind, staff_id, product_id
      from points_entry where member_id = ${memberId} order by sequence`.execute(database.db);
    const rest = { regionCode: '320500', memberKind: 'chef', productId: null };
    const ofGift = { sourceKind: 'redemption', explanation: { gift }, staffId: null, ...rest };
    expect(rows).toEqual([
      {
        sequence: 1,
        kind: 'adjustment',
        points: 20,
        balanceAfter: 20,
        sourceKind: 'adjustment',
        explanation: { reason: '补录' },
        staffId: 3,
        ...rest,
      },
      { sequence: 2, kind: 'spend', points: -20, balanceAfter: 0, ...ofGift },
      { sequence: 3, kind: 'refund', points: 20, balanceAfter: 20, ...ofGift },
    ]);
  });

  test.each([0, -1, 1.5, NaN])('a gift of %d points is a bug and is refused', async (points) => {
    await expect(spend(points)).rejects.toThrow('positive number');
    await expect(refund(points)).rejects.toThrow('positive number');
  });

  test('after any spending, refunding and adjusting at once the account is what its entries say', async () => {
    const anyMove = fc.record({
      what: fc.constantFrom(spend, refund, adjust, (points: number) => adjust(-points)),
      points: fc.integer({ min: 1, max: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyMove, { maxLength: 20 }), async (moves) => {
        await adjust(40);
        await Promise.all(moves.map(({ what, points }) => what(points)));
        await expectSoundLedger(database.db);
      }),
      { numRuns: 15 },
    );
  });
});

describe('S13: points adjusted by hand', () => {
  test('fifty clicks of one attempt give the points once', async () => {
    const attemptId = randomUUID();
    const results = await Promise.all(Array.from({ length: 50 }, () => adjust(5, { attemptId })));
    expect(results.filter(({ outcome }) => outcome === 'adjusted')).toHaveLength(1);
    expect(results.filter(({ outcome }) => outcome === 'repeated')).toHaveLength(49);
    expect(await account()).toMatchObject({ balance: 5, earned: 5, spent: 0 });
  });

  test('points taken lower what was earned, never below nothing; a repeat is still a repeat', async () => {
    const attemptId = randomUUID();
    await adjust(10);
    expect(await adjust(-11)).toEqual({ outcome: 'short', balance: 10 });
    expect(await adjust(-10, { attemptId })).toEqual({ outcome: 'adjusted', balanceAfter: 0 });
    expect(await adjust(-10, { attemptId })).toEqual({ outcome: 'repeated' });
    expect(await account()).toEqual({ memberId, balance: 0, earned: 0, spent: 0 });
    // What was short may be tried again: nothing was written.
    const again = { attemptId: randomUUID() };
    expect(await adjust(-1, again)).toMatchObject({ outcome: 'short' });
    await adjust(1);
    expect(await adjust(-1, again)).toMatchObject({ outcome: 'adjusted' });
  });

  test('a reason of any text survives', async () => {
    const reason = '活动 <b>赠送</b> 😀 \u202Eיום "引号"';
    await adjust(5, { reason });
    const { rows } = await sql`
      select explanation from points_entry where member_id = ${memberId}`.execute(database.db);
    expect(rows).toEqual([{ explanation: { reason } }]);
  });
});

describe('S13: members by balance', () => {
  test('are filtered with both ends included, and paged by key without gap or repetition', async () => {
    const members: number[] = [];
    for (const points of [900_001, 900_002, 900_002, 900_002, 900_003]) {
      memberId += 1;
      await write((tx) => openAccount(tx, memberId));
      await adjust(points);
      members.push(memberId);
    }
    const { db } = database;
    const some = (range: { min?: number; max?: number }) =>
      filterByBalance(db, [...members, 9_999_999], range).then((found) => found.size);
    expect(await some({})).toBe(5);
    expect(await some({ min: 900_002 })).toBe(4);
    expect(await some({ min: 900_002, max: 900_002 })).toBe(3);
    expect(await filterByBalance(db, [], {})).toEqual(new Set());
    const [a, b, c, d, e] = members;
    for (const limit of [1, 2, 5]) {
      const seen: number[] = [];
      let after: { balance: number; memberId: number } | undefined;
      for (;;) {
        const page = await listAccountsByBalance(db, { min: 900_001, after, limit });
        seen.push(...page.map((row) => row.memberId));
        after = page.at(-1);
        if (!after) break;
      }
      expect(seen).toEqual([e, d, c, b, a]);
    }
  });
});
