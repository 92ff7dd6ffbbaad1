import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectExactRollups } from '../../../test/audit-ledger.ts';
import { freshDatabase, type TestDatabase } from '../../../test/harness-database.ts';
import {
  awardPoints,
  openAccount,
  readAwardSums,
  readLedgerPeriod,
  readMemberAwardSums,
} from '../points/index.ts';
import { foldRollup } from './fold-rollup.ts';
import { rebuildRollup } from './rebuild-rollup.ts';
import { recordClaims } from './record-claims.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ max: 10 });
  const members = [...Array(50).keys()];
  await database.db.transaction().execute(async (tx) => {
    for (const memberId of members) await openAccount(tx, memberId + 1);
  });
});
afterAll(() => database.close());

const ledger = { readAwardSums, readLedgerPeriod, readMemberAwardSums };
const rebuild = () => rebuildRollup(database.db, ledger);
const fold = () => database.db.transaction().execute((tx) => foldRollup(tx));

let lastSource = 0n;
/** One transaction of a few claims, as the claim path writes them. */
function claim(at: string, count = 3): Promise<void> {
  const awards = Array.from({ length: count }, () => {
    lastSource += 1n;
    const n = Number(lastSource);
    return {
      memberId: (n % 50) + 1,
      memberKind: n % 3 ? ('consumer' as const) : ('chef' as const),
      regionCode: [null, '320000', '320500', '110100'][n % 4] ?? null,
      points: (n % 7) + 1,
      sourceKind: 'claim' as const,
      sourceId: lastSource,
      productId: (n % 5) + 1,
      batchId: (n % 5) + 1,
      explanation: { base: 1 },
    };
  }).sort((a, b) => a.memberId - b.memberId);
  return database.db.transaction().execute(async (tx) => {
    await awardPoints(tx, awards, new Date(at));
    await recordClaims(tx, awards, new Date(at));
  });
}

/** Around the midnight of Beijing and the turn of a month in UTC, and now. */
const moments = [
  '2026-10-31T15:59:59.999Z',
  '2026-10-31T16:00:00.000Z',
  '2026-11-01T00:00:00.000Z',
  '2026-11-22T08:30:00.000Z',
  '2026-11-22T09:00:00.000Z',
];

const damages = {
  nothing: sql`select 1`,
  'numbers that are off': sql`update claim_rollup set claims = claims + 1, points = points * 2`,
  'rows that are gone': sql`delete from member_rollup where member_id % 2 = 0`,
  'rows of days without entries': sql`
    insert into claim_rollup values ('2020-01-01', 1, 1, 9, 9), ('2030-01-01', 1, 1, 9, 9)`,
  'members nobody knows': sql`insert into member_rollup values ('2026-11-22', 999, 1, 5, 5),
    ('2031-01-01', 1, 1, 5, 5)`,
  'sums that are off': sql`update day_rollup set claims = 0`,
  'batches that are off': sql`delete from batch_rollup`,
  'tables that are empty': sql`truncate claim_rollup, member_rollup, day_rollup, batch_rollup`,
};

test.each(Object.entries(damages))(
  'S15: a rebuild mends %s, and figures equal the ledger exactly',
  async (_name, damage) => {
    for (const moment of moments) await claim(moment);
    await fold();
    // Some wait, in days that are folded already and in one that is new.
    for (const moment of moments) await claim(moment, 1);
    await damage.execute(database.db);
    expect(await rebuild()).toBe(23);
    await expectExactRollups(database.db);
    await fold();
    await expectExactRollups(database.db);
  },
);

test('S15: a rebuild among fifty claims and ten folds neither loses nor doubles nor delays one', async () => {
  await sql`update claim_rollup set claims = claims + 1`.execute(database.db);
  const claims = Array.from({ length: 50 }, (_, n) => claim(moments[n % moments.length] ?? ''));
  const folds = Array.from({ length: 10 }, fold);
  await Promise.all([rebuild(), ...claims, ...folds, rebuild()]);
  while ((await fold()) > 0);
  await expectExactRollups(database.db);
});

test('S15: a claim commits while a rebuild is under way', async () => {
  let finish = () => {};
  const held = new Promise<void>((resolve) => (finish = resolve));
  let isReading = () => {};
  const reading = new Promise<void>((resolve) => (isReading = resolve));
  const slowLedger = {
    ...ledger,
    readAwardSums: async (...input: Parameters<typeof readAwardSums>) => {
      isReading();
      await held;
      return readAwardSums(...input);
    },
  };
  const rebuilding = rebuildRollup(database.db, slowLedger);
  await reading;
  await claim('2026-11-22T09:00:00.000Z');
  finish();
  await rebuilding;
  await expectExactRollups(database.db);
});

test('S15: an empty ledger empties the figures', async () => {
  const empty = await freshDatabase({ max: 2 });
  await sql`insert into claim_rollup values ('2020-01-01', 1, 1, 9, 9)`.execute(empty.db);
  expect(await rebuildRollup(empty.db, ledger)).toBe(0);
  await expectExactRollups(empty.db);
  await empty.close();
});
