import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  activateCodes,
  assignProduct,
  codeIdOf,
  revokeCodes,
  setRangePoints,
} from '../../src/modules/codes/index.ts';
import { createProduct, readGtin } from '../../src/modules/products/index.ts';
import { hasClaimsBetween } from '../../src/modules/scans/index.ts';
import { expectSoundLedger } from '../audit-ledger.ts';
import { aBatch, aMember, aScan, changeCodes, type CodesAction } from '../factories.ts';
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

const scan = (memberId: number, text: string, attemptId: string = randomUUID()) =>
  server.scanDesk.awardPointsForScan(aScan(memberId, text, { attemptId }));

const counted = (results: { outcome: string }[]) => {
  const counts: Record<string, number> = {};
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};

const claimsOf = (memberId: number) =>
  server.database.db
    .selectFrom('claim')
    .select(['codeId', 'productId', 'points'])
    .where('memberId', '=', memberId)
    .orderBy('codeId')
    .execute();

const changeBatch = (batchId: number, action: CodesAction) =>
  server.database.db
    .transaction()
    .execute((tx) => changeCodes(tx, { batchId, action, now: server.clock.now() }));

const stateOf = async (batchId: number) =>
  (
    await server.database.db
      .selectFrom('codeRange')
      .select('state')
      .where('batchId', '=', batchId)
      .executeTakeFirstOrThrow()
  ).state;

describe('B5: claims and freezes', () => {
  test('a freeze waits for the claim that was first, and stops the one that comes behind it', async () => {
    const batch = await aBatch(server, { points: 6 });
    const [first, second] = [await aMember(server), await aMember(server)];
    const attemptId = randomUUID();
    const { db } = server.database;
    let paid: ReturnType<typeof scan>;
    let frozen: ReturnType<typeof changeBatch>;
    await db.transaction().execute(async (tx) => {
      // Holds the first claim between the read of its code and its commit.
      await scan(first, batch.code(9));
      await sql`select from guard_member where member_id = ${first} for update`.execute(tx);
      paid = scan(first, batch.code(1), attemptId);
      await untilWaiting(1);
      frozen = changeBatch(batch.batchId, 'freeze');
      await untilWaiting(2);
      expect(await stateOf(batch.batchId)).toBe('activated');
    });
    await frozen!;
    expect(await paid!).toMatchObject({ outcome: 'awarded', points: 6, balance: 12 });
    expect(await scan(first, batch.code(1), attemptId)).toMatchObject({ outcome: 'awarded' });
    expect(await scan(first, batch.code(1))).toMatchObject({ outcome: 'alreadyYours' });
    expect(await scan(second, batch.code(1))).toMatchObject({ outcome: 'claimedByAnother' });
    expect(await scan(second, batch.code(2))).toMatchObject({ outcome: 'frozen' });
    expect(await claimsOf(second)).toEqual([]);
  });

  test('a claim that comes while a freeze is not yet committed waits for it, and is not paid', async () => {
    const batch = await aBatch(server);
    const memberId = await aMember(server);
    let answer: ReturnType<typeof scan>;
    await server.database.db.transaction().execute(async (tx) => {
      const { batchId } = batch;
      await changeCodes(tx, { batchId, action: 'freeze', now: server.clock.now() });
      answer = scan(memberId, batch.code(1));
      await untilWaiting(1);
    });
    expect(await answer!).toMatchObject({ outcome: 'frozen' });
    expect(await claimsOf(memberId)).toEqual([]);
  });

  test('a claim that hangs makes the change be refused in seconds, not wait, and changes nothing', async () => {
    const batch = await aBatch(server);
    const memberId = await aMember(server);
    await scan(memberId, batch.code(9));
    let hanging: ReturnType<typeof scan>;
    await server.database.db.transaction().execute(async (tx) => {
      await sql`select from guard_member where member_id = ${memberId} for update`.execute(tx);
      hanging = scan(memberId, batch.code(1));
      await untilWaiting(1);
      const change = changeBatch(batch.batchId, 'freeze');
      await expect(change).rejects.toMatchObject({ code: 'busy', retryAfterSeconds: 2 });
      expect(await stateOf(batch.batchId)).toBe('activated');
    });
    expect(await hanging!).toMatchObject({ outcome: 'awarded' });
  });

  test('scans and freezes at once: whoever is told of points has them, nobody else', async () => {
    const batch = await aBatch(server, { points: 1 });
    const memberId = await aMember(server);
    const [all] = await Promise.all([
      Promise.all(Array.from({ length: 60 }, (_scan, n) => scan(memberId, batch.code(n)))),
      changeBatch(batch.batchId, 'freeze').then(() => changeBatch(batch.batchId, 'thaw')),
    ]);
    expect(await claimsOf(memberId)).toHaveLength(counted(all)['awarded'] ?? 0);
  });
});

describe('B5, B6: what a code pays, and when', () => {
  test('a planned activation pays from its very moment on, and not a moment before', async () => {
    const { batchId, code } = await aBatch(server, { actions: [] });
    const memberId = await aMember(server);
    const now = server.clock.now();
    const activatesAt = new Date(now.getTime() + 3_600_000);
    await server.database.db
      .transaction()
      .execute((tx) => activateCodes(tx, { batchId, staffId: null, now, activatesAt }));
    server.clock.set(new Date(activatesAt.getTime() - 1));
    expect(await scan(memberId, code(1))).toMatchObject({ outcome: 'notActivated' });
    server.clock.set(activatesAt);
    expect(await scan(memberId, code(1))).toMatchObject({ outcome: 'awarded' });
  });

  test('what is taken back pays nobody new; who was paid stays paid and is told so', async () => {
    const { batchId, code } = await aBatch(server, { points: 4 });
    const [first, second] = [await aMember(server), await aMember(server)];
    const attemptId = randomUUID();
    await scan(first, code(1), attemptId);
    const change = { batchId, staffId: null, now: server.clock.now() };
    await server.database.db.transaction().execute((tx) => revokeCodes(tx, change));
    expect(await scan(first, code(1), attemptId)).toMatchObject({ outcome: 'awarded', balance: 4 });
    expect(await scan(second, code(2))).toMatchObject({ outcome: 'notActivated' });
    expect(await claimsOf(first)).toHaveLength(1);
  });

  test('B7: a copy mark pays once, with the points of the range its place lies in', async () => {
    const { batchId, productId, code } = await aBatch(server, { points: 5, quantity: 100 });
    const { db } = server.database;
    const now = server.clock.now();
    const points = { batchId, firstSerial: 40, lastSerial: 49, pointsPerCode: 70 };
    await db
      .transaction()
      .execute((tx) => setRangePoints(tx, { ...points, staffId: null, now }, hasClaimsBetween));
    await aMark(batchId, 100, 45);
    const memberId = await aMember(server);
    expect(await scan(memberId, code(100))).toMatchObject({ outcome: 'awarded', points: 70 });
    expect(await scan(memberId, code(100))).toMatchObject({ outcome: 'alreadyYours', points: 70 });
    expect(await claimsOf(memberId)).toEqual([
      { codeId: Number(codeIdOf(batchId, 100)), productId, points: 70 },
    ]);
    const again = { ...points, pointsPerCode: 80, staffId: null, now };
    await expect(
      db.transaction().execute((tx) => setRangePoints(tx, again, hasClaimsBetween)),
    ).rejects.toMatchObject({ code: 'range_claimed' });
  });

  test('fifty products change while fifty codes are scanned: the new points, or no change', async () => {
    const { batchId, productId, code } = await aBatch(server, { points: 1, quantity: 50 });
    const { db } = server.database;
    const now = server.clock.now();
    const other = await db
      .transaction()
      .execute((tx) => createProduct(tx, { name: '换标', pointsPerCode: 2, now }));
    const memberId = await aMember(server);
    const assign = (serial: number) => {
      const span = { batchId, firstSerial: serial, lastSerial: serial };
      const change = { ...span, productId: other, staffId: null, now };
      const work = db
        .transaction()
        .execute((tx) => assignProduct(tx, change, { hasClaimsBetween, readGtin }));
      return work.then(
        () => 'changed' as const,
        (error: { code: string }) => error.code,
      );
    };
    const serials = Array.from({ length: 50 }, (_each, serial) => serial);
    const [answers, changes] = await Promise.all([
      Promise.all(serials.map((serial) => scan(memberId, code(serial)))),
      Promise.all(serials.map(assign)),
    ]);
    expect(counted(answers)).toEqual({ awarded: 50 });
    const claims = await claimsOf(memberId);
    for (const serial of serials) {
      const isChanged = changes[serial] === 'changed';
      if (!isChanged) expect(changes[serial]).toBe('range_claimed');
      expect([serial, claims[serial]?.productId, claims[serial]?.points]).toEqual([
        serial,
        ...(isChanged ? [other, 2] : [productId, 1]),
      ]);
    }
  });
});

/** A mark of a copy in the archive. */
async function aMark(batchId: number, serial: number, standsFor: number): Promise<void> {
  const { db } = server.database;
  const now = server.clock.now();
  const { deliveryId } = await db
    .insertInto('codeDelivery')
    .values({
      ...{ batchId, firstSerial: 0, lastSerial: 99, purpose: 'print', recipient: '印厂' },
      ...{ note: '', format: '{}', downloadsMax: 1, createdBy: 1, expiresAt: now, createdAt: now },
    })
    .returning('deliveryId')
    .executeTakeFirstOrThrow();
  await db
    .updateTable('codeBatch')
    .set({ marksIssued: 1 })
    .where('batchId', '=', batchId)
    .execute();
  await db.insertInto('codeMark').values({ batchId, serial, deliveryId, standsFor }).execute();
}

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
