import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectSoundLedger } from '../../../test/audit-ledger.ts';
import { aBatch, aMember, anotherProcess, aScan, changeCodes } from '../../../test/factories.ts';
import { freshServer, type TestServer } from '../../../test/harness.ts';
import type { Scan } from './scan-result.ts';
import { foldRollup } from '../statistics/index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await freshServer();
});
afterAll(async () => {
  await expectSoundLedger(server.database.db);
  await server.close();
});

function scan(memberId: number, text: string, extra: Partial<Scan> = {}) {
  return server.scanDesk.awardPointsForScan(aScan(memberId, text, extra));
}

const counted = (outcomes: { outcome: string }[]) => {
  const counts: Record<string, number> = {};
  for (const { outcome } of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};

describe('S4: a scan becomes points', () => {
  test('a fresh code pays the product’s points and tells the new balance', async () => {
    const batch = await aBatch(server, { points: 10, name: '酱油' });
    const memberId = await aMember(server);
    expect(await scan(memberId, `${server.publicUrl}/C/${batch.code(1)}`)).toMatchObject({
      outcome: 'awarded',
      points: 10,
      balance: 10,
      productName: '酱油',
    });
    expect(await scan(memberId, batch.code(2))).toMatchObject({ points: 10, balance: 20 });
  });

  test('lower case, dashes and look-alike letters are read as the code that was printed', async () => {
    const batch = await aBatch(server);
    const memberId = await aMember(server);
    const typed = batch.code(3).toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
    const dashed = typed.replace(/(.{4})(?=.)/g, '$1-');
    expect((await scan(memberId, dashed, { scanType: 'typed' })).outcome).toBe('awarded');
  });

  test('several codes of one member in one batch keep a running balance', async () => {
    const batch = await aBatch(server, { points: 7 });
    const memberId = await aMember(server);
    const all = await Promise.all(
      [...Array<undefined>(40).keys()].map((n) => scan(memberId, batch.code(n))),
    );
    const balances = all.map((result) => ('balance' in result ? result.balance : -1));
    expect(counted(all)).toEqual({ awarded: 40 });
    expect(Math.max(...balances)).toBe(280);
  });
});

describe('S5: a code pays once, for ever', () => {
  test('a code is claimed by exactly one of fifty members who scan it at once', async () => {
    const batch = await aBatch(server);
    const members = await Promise.all([...Array<undefined>(50)].map(() => aMember(server)));
    const all = await Promise.all(members.map((memberId) => scan(memberId, batch.code(5))));
    expect(counted(all)).toEqual({ awarded: 1, claimedByAnother: 49 });
  });

  test('fifty at once through two server processes still pay once', async () => {
    const batch = await aBatch(server);
    const desks = [0, 1].map(() => anotherProcess(server));
    const members = await Promise.all([...Array<undefined>(50)].map(() => aMember(server)));
    const all = await Promise.all(
      members.map((memberId, index) =>
        desks[index % 2]!.scanDesk.awardPointsForScan(aScan(memberId, batch.code(6))),
      ),
    );
    await Promise.all(desks.map(({ scanLog }) => scanLog.stop()));
    expect(counted(all)).toEqual({ awarded: 1, claimedByAnother: 49 });
  });

  test('a code is paid to who wins it, also when a refused member scans it at the same moment', async () => {
    const batch = await aBatch(server, { points: 10 });
    const [winner, refused] = [await aMember(server), await aMember(server)];
    await server.database.db
      .updateTable('member')
      .set({ status: 'frozen', frozenAt: server.clock.now(), frozenReason: '核实中' })
      .where('memberId', '=', refused)
      .execute();
    // Of one turn of the event loop, hence of one batch, in either order.
    const [first, , , second] = await Promise.all([
      scan(winner, batch.code(50)),
      scan(refused, batch.code(50)),
      scan(refused, batch.code(51)),
      scan(winner, batch.code(51)),
    ]);
    expect(first).toMatchObject({ outcome: 'awarded', balance: 20 });
    expect(second).toMatchObject({ outcome: 'awarded', balance: 20 });
    expect(await scan(winner, batch.code(52))).toMatchObject({ outcome: 'awarded', balance: 30 });
  });

  test('a thousand scans over a hundred codes pay each code once', async () => {
    const batch = await aBatch(server);
    const members = await Promise.all([...Array<undefined>(20)].map(() => aMember(server)));
    const all = await Promise.all(
      [...Array<undefined>(1000).keys()].map((n) =>
        scan(members[(n * 7) % 20]!, batch.code(100 + (n % 100))),
      ),
    );
    const counts = counted(all);
    expect(counts['awarded']).toBe(100);
    expect((counts['alreadyYours'] ?? 0) + (counts['claimedByAnother'] ?? 0)).toBe(900);
  });

  test('the second scan says when, and whether it was this member or another', async () => {
    const batch = await aBatch(server, { points: 3 });
    const [first, second] = [await aMember(server), await aMember(server)];
    const claimedAt = server.clock.now();
    await scan(first, batch.code(7));
    server.clock.advanceMs(60_000);
    expect(await scan(first, batch.code(7))).toMatchObject({
      outcome: 'alreadyYours',
      claimedAt,
      points: 3,
      balance: 3,
    });
    const other = await scan(second, batch.code(7));
    expect(other).toMatchObject({ outcome: 'claimedByAnother', claimedAt });
    expect(other).not.toHaveProperty('points');
  });

  test('a retry of the same attempt is told it won, once or fifty times, and pays once', async () => {
    const batch = await aBatch(server);
    const memberId = await aMember(server);
    const attemptId = randomUUID();
    const all = await Promise.all(
      [...Array<undefined>(50)].map(() => scan(memberId, batch.code(8), { attemptId })),
    );
    expect(counted(all)).toEqual({ awarded: 50 });
    expect(await scan(memberId, batch.code(8), { attemptId })).toMatchObject({
      outcome: 'awarded',
      balance: 10,
    });
  });

  test('the winner’s retry is still told it won after the batch was frozen', async () => {
    const batch = await aBatch(server);
    const memberId = await aMember(server);
    const attemptId = randomUUID();
    await scan(memberId, batch.code(9), { attemptId });
    await server.database.db
      .transaction()
      .execute((tx) =>
        changeCodes(tx, { batchId: batch.batchId, action: 'freeze', now: server.clock.now() }),
      );
    expect((await scan(memberId, batch.code(9), { attemptId })).outcome).toBe('awarded');
    expect((await scan(memberId, batch.code(10))).outcome).toBe('frozen');
  });
});

describe('B5: only an activated code pays', () => {
  test.each([
    [[], 'notActivated'],
    [['activate', 'freeze'], 'frozen'],
    [['void'], 'void'],
  ] as const)('after %j the answer is %s and no claim is made', async (actions, outcome) => {
    const batch = await aBatch(server, { actions: [...actions] });
    const memberId = await aMember(server);
    expect((await scan(memberId, batch.code(1))).outcome).toBe(outcome);
    const claims = await server.database.db
      .selectFrom('claim')
      .select('codeId')
      .where('memberId', '=', memberId)
      .execute();
    expect(claims).toEqual([]);
  });
});

describe('neighbours in a batch', () => {
  test('a product made a moment ago pays at once, whatever is remembered of the rules', async () => {
    const memberId = await aMember(server);
    const old = await aBatch(server);
    await scan(memberId, old.code(1));
    const young = await aBatch(server, { points: 12 });
    server.clock.advanceMs(-1_100);
    await Promise.all([scan(memberId, old.code(2)), scan(memberId, young.code(1))]).then((both) =>
      expect(both).toMatchObject([
        { outcome: 'awarded', points: 10 },
        { outcome: 'awarded', points: 12 },
      ]),
    );
  });

  test('a member who does not exist any more gets an answer, the others their points', async () => {
    const batch = await aBatch(server);
    const memberId = await aMember(server);
    const [gone, fine] = await Promise.all([
      scan(999_999_999, batch.code(1)),
      scan(memberId, batch.code(2)),
    ]);
    expect(gone.outcome).toBe('memberFrozen');
    expect(fine.outcome).toBe('awarded');
  });

  test('one scan the database rejects fails alone', async () => {
    const batch = await aBatch(server);
    const memberId = await aMember(server);
    const all = await Promise.allSettled([
      scan(memberId, batch.code(3)),
      scan(memberId, batch.code(4), { attemptId: 'not a uuid' }),
      scan(memberId, batch.code(5)),
    ]);
    expect(all.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

test('the roll-up adds up to the claims while it is being folded', async () => {
  const batch = await aBatch(server);
  const memberId = await aMember(server);
  const { db } = server.database;
  await Promise.all([
    ...[...Array<undefined>(200).keys()].map((n) => scan(memberId, batch.code(n))),
    ...[...Array<undefined>(5)].map(() => db.transaction().execute((tx) => foldRollup(tx))),
  ]);
  await expectSoundLedger(db);
  await db.transaction().execute((tx) => foldRollup(tx));
  const left = await db.selectFrom('claimRollupDelta').select('deltaId').execute();
  expect(left).toEqual([]);
  await expectSoundLedger(db);
});
