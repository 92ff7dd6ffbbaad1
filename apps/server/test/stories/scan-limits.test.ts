import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beijingDay, startOfBeijingDay } from '../../src/platform/clock.ts';
import { expectSoundLedger } from '../audit-ledger.ts';
import { aBatch, aMember, anotherProcess, aScan } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';

const dayMs = 86_400_000;

let server: TestServer;
beforeAll(async () => {
  server = await freshServer();
});
afterAll(async () => {
  await expectSoundLedger(server.database.db);
  await server.close();
});

const scan = (memberId: number, text: string, attemptId = randomUUID(), desk = server.scanDesk) =>
  desk.awardPointsForScan(aScan(memberId, text, { attemptId }));

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

/** A member who may earn so many codes a day. */
async function aMemberWithLimit(dailyClaimsMax: number): Promise<number> {
  const memberId = await aMember(server);
  const createdAt = server.clock.now();
  await server.database.db
    .insertInto('guardAllowance')
    .values({ memberId, dailyClaimsMax, reason: '试', staffId: 1, createdAt })
    .execute();
  // Limits are remembered for up to a second.
  server.clock.advanceMs(1100);
  return memberId;
}

describe('B11: limits hold to the one, in every process', () => {
  test('fifty codes at once from one member, through two processes, earn exactly the day’s limit', async () => {
    const batch = await aBatch(server);
    const memberId = await aMemberWithLimit(7);
    const other = anotherProcess(server);
    const attemptIds = Array.from({ length: 50 }, () => randomUUID());
    const all = await Promise.all(
      attemptIds.map((attemptId, n) =>
        scan(memberId, batch.code(n), attemptId, n % 2 ? other.scanDesk : undefined),
      ),
    );
    await other.scanLog.stop();
    expect(counted(all)).toEqual({ awarded: 7, dailyLimit: 43 });
    expect(await claimsOf(memberId)).toBe(7);
    // A retry of what was paid is no new code; one that was refused is still to be had tomorrow.
    const won = all.findIndex(({ outcome }) => outcome === 'awarded');
    const refused = all.findIndex(({ outcome }) => outcome === 'dailyLimit');
    expect((await scan(memberId, batch.code(won), attemptIds[won])).outcome).toBe('awarded');
    server.clock.advanceMs(dayMs);
    expect((await scan(memberId, batch.code(refused))).outcome).toBe('awarded');
  });

  test('a code lost to somebody else takes nothing of the day’s limit', async () => {
    const batch = await aBatch(server);
    const [first, second] = [await aMember(server), await aMemberWithLimit(1)];
    await scan(first, batch.code(1));
    expect((await scan(second, batch.code(1))).outcome).toBe('claimedByAnother');
    const both = await Promise.all([
      scan(second, batch.code(1)),
      scan(second, batch.code(2)),
      scan(second, batch.code(3)),
    ]);
    expect(counted(both)).toEqual({ claimedByAnother: 1, awarded: 1, dailyLimit: 1 });
  });

  test('fifty wrong codes at once through two processes: ten are answered, forty locked out', async () => {
    const memberId = await aMember(server);
    const other = anotherProcess(server);
    const all = await Promise.all(
      Array.from({ length: 50 }, (_scan, n) =>
        scan(memberId, `3${n}`.padStart(16, '3'), randomUUID(), n % 2 ? other.scanDesk : undefined),
      ),
    );
    await other.scanLog.stop();
    expect(counted(all)).toEqual({ unknownCode: 10, lockedOut: 40 });
  });

  test('a clock set back over midnight opens no limit again and breaks no sequence', async () => {
    const batch = await aBatch(server);
    const memberId = await aMemberWithLimit(2);
    // Half past midnight in Beijing.
    const midnight = startOfBeijingDay(beijingDay(server.clock.now())).getTime() + 2 * dayMs;
    server.clock.set(new Date(midnight + 1_800_000));
    const limit = { outcome: 'dailyLimit', limit: 2, until: new Date(midnight + dayMs) };
    expect((await scan(memberId, batch.code(1))).outcome).toBe('awarded');
    server.clock.advanceMs(-3_600_000);
    expect((await scan(memberId, batch.code(2))).outcome).toBe('awarded');
    expect(await scan(memberId, batch.code(3))).toEqual(limit);
    server.clock.advanceMs(3_600_000);
    expect(await scan(memberId, batch.code(3))).toEqual(limit);
    const { rows } = await sql`
      select sequence, balance_after from points_entry where member_id = ${memberId}
      order by sequence`.execute(server.database.db);
    expect(rows).toEqual([
      { sequence: 1, balanceAfter: 10 },
      { sequence: 2, balanceAfter: 20 },
    ]);
  });

  test('a shop that scans 300 bottles in an hour is paid for all of them, and head office hears of it', async () => {
    const batch = await aBatch(server, { points: 2 });
    const memberId = await aMember(server, undefined, { kind: 'chef' });
    const all = await Promise.all(
      Array.from({ length: 300 }, (_scan, n) => scan(memberId, batch.code(n))),
    );
    expect(counted(all)).toEqual({ awarded: 300 });
    await server.scanLog.flush();
    const alarms = await server.database.db
      .selectFrom('alarm')
      .select(['kind', 'times', 'settledAt'])
      .where('memberId', '=', memberId)
      .execute();
    expect(alarms).toEqual([{ kind: 'velocity', times: 1, settledAt: null }]);
  });
});
