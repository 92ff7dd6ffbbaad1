import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectSoundLedger } from '../../../test/audit-ledger.ts';
import { aBatch, aMember } from '../../../test/factories.ts';
import { freshServer, type TestServer } from '../../../test/harness.ts';
import { changeBatchState } from '../codes/index.ts';
import { createScanDesk, type Scan } from './award-points-for-scan.ts';
import { createProductRules } from '../products/index.ts';
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
  return server.scanDesk.awardPointsForScan({
    memberId,
    text,
    scanType: 'qrcode',
    attemptId: randomUUID(),
    ...extra,
  });
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
    const all = await Promise.all([...Array(40).keys()].map((n) => scan(memberId, batch.code(n))));
    const balances = all.map((result) => ('balance' in result ? result.balance : -1));
    expect(counted(all)).toEqual({ awarded: 40 });
    expect(Math.max(...balances)).toBe(280);
  });
});

describe('S5: a code pays once, for ever', () => {
  test('a code is claimed by exactly one of fifty members who scan it at once', async () => {
    const batch = await aBatch(server);
    const members = await Promise.all([...Array(50)].map(() => aMember(server)));
    const all = await Promise.all(members.map((memberId) => scan(memberId, batch.code(5))));
    expect(counted(all)).toEqual({ awarded: 1, claimedByAnother: 49 });
  });

  test('fifty at once through two server processes still pay once', async () => {
    const batch = await aBatch(server);
    const { db } = server.database;
    const { clock, codeBook } = server;
    const desks = [0, 1].map(() =>
      createScanDesk({ db, clock, codeBook, productRules: createProductRules({ db, clock }) }),
    );
    const members = await Promise.all([...Array(50)].map(() => aMember(server)));
    const all = await Promise.all(
      members.map((memberId, index) =>
        desks[index % 2]!.awardPointsForScan({
          memberId,
          text: batch.code(6),
          scanType: 'qrcode',
          attemptId: randomUUID(),
        }),
      ),
    );
    expect(counted(all)).toEqual({ awarded: 1, claimedByAnother: 49 });
  });

  test('a thousand scans over a hundred codes pay each code once', async () => {
    const batch = await aBatch(server);
    const members = await Promise.all([...Array(20)].map(() => aMember(server)));
    const all = await Promise.all(
      [...Array(1000).keys()].map((n) => scan(members[(n * 7) % 20]!, batch.code(100 + (n % 100)))),
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
      [...Array(50)].map(() => scan(memberId, batch.code(8), { attemptId })),
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
        changeBatchState(tx, { batchId: batch.batchId, action: 'freeze', now: server.clock.now() }),
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

describe('texts that are not codes', () => {
  test('each says what it is, and only a guess counts against the member', async () => {
    const memberId = await aMember(server);
    const texts: [string, Scan['scanType'], string][] = [
      ['ABC', 'typed', 'malformed'],
      ['0'.repeat(40), 'typed', 'malformed'],
      ['😀'.repeat(16), 'typed', 'malformed'],
      ['EAN_13,6901234567892', 'barcode', 'barcode'],
      ['https://example.com/C/0123456789ABCDEF', 'qrcode', 'otherSite'],
    ];
    for (const [text, scanType, reason] of texts) {
      expect(await scan(memberId, text, { scanType })).toMatchObject({
        outcome: 'unknownCode',
        reason,
        wrongCodesLeft: 10,
      });
    }
    expect(await scan(memberId, '0123456789ABCDEF')).toMatchObject({
      reason: 'notFound',
      wrongCodesLeft: 9,
    });
  });

  test('a serial beyond the batch is unknown although it decrypts', async () => {
    const batch = await aBatch(server, { quantity: 10 });
    const memberId = await aMember(server);
    expect((await scan(memberId, batch.code(9))).outcome).toBe('awarded');
    expect((await scan(memberId, batch.code(10))).outcome).toBe('unknownCode');
  });

  test('ten wrong codes in a row lock for half an hour, even sent at once; a right one then waits', async () => {
    const batch = await aBatch(server);
    const memberId = await aMember(server);
    const wrong = [...Array(30).keys()].map((n) => String(n).padStart(16, '7'));
    const all = await Promise.all(wrong.map((text) => scan(memberId, text)));
    expect(counted(all)).toEqual({ unknownCode: 10, lockedOut: 20 });
    expect((await scan(memberId, batch.code(1))).outcome).toBe('lockedOut');
    server.clock.advanceMs(31 * 60_000);
    expect((await scan(memberId, batch.code(1))).outcome).toBe('awarded');
  });

  test('a right code between wrong ones ends the row, and twenty wrong ones end the day', async () => {
    const batch = await aBatch(server);
    const memberId = await aMember(server);
    server.clock.set(new Date('2026-12-01T02:00:00Z'));
    for (let round = 0; round < 4; round += 1) {
      for (let n = 0; n < 5; n += 1) await scan(memberId, `${round}${n}`.padStart(16, '5'));
      if (round < 3) expect((await scan(memberId, batch.code(round))).outcome).toBe('awarded');
    }
    const locked = await scan(memberId, batch.code(50));
    // Until midnight in Beijing.
    expect(locked).toEqual({ outcome: 'lockedOut', until: new Date('2026-12-01T16:00:00Z') });
    server.clock.set(new Date('2026-12-01T16:00:01Z'));
    expect((await scan(memberId, batch.code(50))).outcome).toBe('awarded');
  });
});

describe('neighbours in a batch', () => {
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
    ...[...Array(200).keys()].map((n) => scan(memberId, batch.code(n))),
    ...[...Array(5)].map(() => db.transaction().execute((tx) => foldRollup(tx))),
  ]);
  await expectSoundLedger(db);
  await db.transaction().execute((tx) => foldRollup(tx));
  const left = await db.selectFrom('claimRollupDelta').select('deltaId').execute();
  expect(left).toEqual([]);
  await expectSoundLedger(db);
});
