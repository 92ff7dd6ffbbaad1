import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beijingMinute } from '../../src/platform/clock.ts';
import { createDatabase } from '../../src/platform/database.ts';
import { expectSoundLedger } from '../audit-ledger.ts';
import {
  aBatch,
  aCampaign,
  aMember,
  aMemberCookie,
  anotherProcess,
  aScan,
  changeCodes,
} from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import { eventually } from './browser.ts';

let server: TestServer;
beforeAll(async () => {
  server = await freshServer();
});
afterAll(async () => {
  await expectSoundLedger(server.database.db);
  await server.close();
});

type Desk = TestServer['scanDesk'];

const scan = (memberId: number, text: string, attemptId = randomUUID(), desk?: Desk) =>
  (desk ?? server.scanDesk).awardPointsForScan(aScan(memberId, text, { attemptId }));

const members = (count: number) =>
  Promise.all(Array.from({ length: count }, () => aMember(server)));

const counted = (results: { outcome: string }[]) => {
  const counts: Record<string, number> = {};
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};

const claimsOf = async (memberId: number) =>
  (
    await server.database.db
      .selectFrom('claim')
      .select('codeId')
      .where('memberId', '=', memberId)
      .execute()
  ).length;

const changeBatch = (batchId: number, action: 'freeze' | 'thaw') =>
  server.database.db
    .transaction()
    .execute((tx) => changeCodes(tx, { batchId, action, now: server.clock.now() }));

describe('S5, B2: one code, many hands', () => {
  test('a code sent from fifty accounts in the same millisecond is paid once, and 49 are told when', async () => {
    const batch = await aBatch(server, { points: 8 });
    const cookies = await Promise.all(
      (await members(50)).map((memberId) => aMemberCookie(server, memberId)),
    );
    const at = server.clock.now();
    const answers = await Promise.all(
      cookies.map(async (cookie) => {
        const response = await fetch(`${server.publicUrl}/api/scans`, {
          method: 'POST',
          body: JSON.stringify({ text: batch.code(1) }),
          headers: { cookie, 'content-type': 'application/json' },
        });
        return (await response.json()) as { outcome: string; claimedAt: string; detail: string };
      }),
    );
    expect(counted(answers)).toEqual({ awarded: 1, claimedByAnother: 49 });
    for (const { outcome, claimedAt, detail } of answers) {
      expect(claimedAt).toBe(at.toISOString());
      if (outcome === 'claimedByAnother') expect(detail).toContain(beijingMinute(at));
    }
  });

  test('a guess with another member’s attempt id learns and earns nothing of theirs', async () => {
    const batch = await aBatch(server);
    const [first, second] = [await aMember(server), await aMember(server)];
    const attemptId = randomUUID();
    await scan(first, batch.code(1), attemptId);
    const replayed = await scan(second, batch.code(1), attemptId);
    expect(replayed.outcome).toBe('claimedByAnother');
    expect(replayed).not.toHaveProperty('points');
  });

  test('two processes racing over the same members and codes never wait in a circle', async () => {
    const batch = await aBatch(server);
    const ids = await members(10);
    const { db } = server.database;
    const pools = [0, 1].map(() => createDatabase(server.database.url, { max: 4 }));
    const desks = pools.map((database) =>
      anotherProcess({ ...server, database: { ...server.database, ...database } }),
    );
    const pids = await Promise.all(
      pools.map(({ db }) => sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)),
    );
    const all = await Promise.all(
      Array.from({ length: 800 }, (_scan, n) => {
        // The second process goes through members and codes the other way round.
        const [member, code] = n % 2 ? [n * 3, n * 7] : [800 - n * 3, 800 - n * 7];
        const memberId = ids[((member % 10) + 10) % 10] ?? 0;
        const serial = ((code % 80) + 80) % 80;
        return scan(memberId, batch.code(serial), randomUUID(), desks[n % 2]?.scanDesk);
      }),
    );
    expect(counted(all)['awarded']).toBe(80);
    await Promise.all(desks.map(({ scanLog }) => scanLog.stop()));
    await Promise.all(pools.map(({ close }) => close()));
    // What a connection has met is counted when it ends at the latest.
    let isOver = false;
    await eventually(() => {
      void sql`select from pg_stat_activity where pid = any(${pids.map(({ rows }) => rows[0]?.pid)})`
        .execute(db)
        .then(({ rows }) => (isOver = rows.length === 0));
      return isOver;
    });
    const { rows } = await sql<{ deadlocks: number }>`
      select deadlocks from pg_stat_database where datname = current_database()`.execute(db);
    expect(rows).toEqual([{ deadlocks: 0 }]);
  });
});

describe('S4: rules that change between an answer and its repetition', () => {
  test('a retry says what was paid then, whatever product, range and campaigns say now', async () => {
    const batch = await aBatch(server, { points: 10 });
    const memberId = await aMember(server);
    const { db } = server.database;
    const plain = randomUUID();
    await scan(memberId, batch.code(1), plain);
    const { batchId } = batch;
    await db
      .updateTable('codeRange')
      .set({ pointsPerCode: 30 })
      .where('batchId', '=', batchId)
      .execute();
    const campaignId = await aCampaign(server, { productIds: [batch.productId] });
    const doubled = randomUUID();
    const steps = [{ campaignId, name: '五一双倍', effect: 'multiply', value: 200, points: 60 }];
    const paid = {
      outcome: 'awarded',
      points: 60,
      explanation: { base: 30, from: 'range', steps },
    };
    expect(await scan(memberId, batch.code(2), doubled)).toMatchObject({ ...paid, balance: 70 });
    await db.updateTable('campaign').set({ state: 'ended', name: '旧' }).execute();
    await changeBatch(batchId, 'freeze');
    server.clock.advanceMs(1_100);
    const again = await scan(memberId, batch.code(1), plain);
    expect(again).toMatchObject({ outcome: 'awarded', points: 10, explanation: { base: 10 } });
    expect(await scan(memberId, batch.code(2), doubled)).toMatchObject({ ...paid, balance: 70 });
    const stored = await db
      .selectFrom('claim')
      .select('points')
      .where('memberId', '=', memberId)
      .orderBy('codeId')
      .execute();
    expect(stored).toEqual([{ points: 10 }, { points: 60 }]);
  });
});

describe('S4: what breaks in the middle of a batch', () => {
  test('a member deleted between scan and commit gets no claim, and the neighbours their points', async () => {
    const batch = await aBatch(server);
    const [gone, fine] = [await aMember(server), await aMember(server)];
    await scan(gone, batch.code(1));
    const { db } = server.database;
    let both: ReturnType<typeof Promise.all<[ReturnType<typeof scan>, ReturnType<typeof scan>]>>;
    await db.transaction().execute(async (tx) => {
      await sql`select from guard_member where member_id = ${gone} for update`.execute(tx);
      both = Promise.all([scan(gone, batch.code(2)), scan(fine, batch.code(3))]);
      await untilWaiting(1);
      for (const table of ['points_account', 'guard_member', 'member']) {
        await sql`delete from ${sql.table(table)} where member_id = ${gone}`.execute(tx);
      }
    });
    expect(await both!).toMatchObject([{ outcome: 'memberFrozen' }, { outcome: 'awarded' }]);
    expect(await claimsOf(gone)).toBe(1);
  });

  test('the largest points are paid; a balance that would be inexact is refused, and only that', async () => {
    const batch = await aBatch(server, { points: 1_000_000 });
    const [rich, fine] = [await aMember(server), await aMember(server)];
    await aCampaign(server, {
      productIds: [batch.productId],
      effect: { kind: 'multiply', factorPercent: 10_000 },
    });
    expect(await scan(rich, batch.code(1))).toMatchObject({ points: 100_000_000 });
    const { db } = server.database;
    const setBalance = (balance: number) =>
      db
        .updateTable('pointsAccount')
        .set({ balance, earned: balance })
        .where('memberId', '=', rich)
        .execute();
    await setBalance(Number.MAX_SAFE_INTEGER - 5);
    const both = await Promise.allSettled([scan(rich, batch.code(2)), scan(fine, batch.code(3))]);
    expect(both).toMatchObject([
      { status: 'rejected' },
      { status: 'fulfilled', value: { outcome: 'awarded', balance: 100_000_000 } },
    ]);
    expect(await claimsOf(rich)).toBe(1);
    await setBalance(100_000_000);
    expect(await scan(rich, batch.code(2))).toMatchObject({ balance: 200_000_000 });
  });
});

/** Until so many statements of this database wait for a lock. */
async function untilWaiting(count: number): Promise<void> {
  let isWaiting = false;
  await eventually(() => {
    void sql`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`
      .execute(server.database.db)
      .then(({ rows }) => (isWaiting = rows.length >= count));
    return isWaiting;
  });
}
