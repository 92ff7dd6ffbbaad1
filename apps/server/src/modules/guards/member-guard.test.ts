import { describe, expect, test } from 'vitest';
import { noon, useGuardsBench, win } from './guards-bench.test-support.ts';
import type { MemberGuard } from './index.ts';

const bench = useGuardsBench();
const minuteMs = 60_000;
const lateEvening = new Date('2026-11-23T15:50:00.000Z'); // 23:50 in Beijing
const midnight = new Date('2026-11-23T16:00:00.000Z');

const lockOf = async (memberId: number) =>
  (await bench.batch([{ memberId }], (guard) => guard.lockedUntil(memberId))).answer;
const wrong = (memberId: number, times: number) => (guard: MemberGuard) =>
  Array.from({ length: times }, () => guard.countWrong(memberId));
const claim = (memberId: number) =>
  bench.batch([{ memberId, expectedClaims: 1 }], (guard) => win(guard, memberId));

describe('wrong codes', () => {
  test('B9: ten wrong codes in a row wait half an hour, even across midnight', async () => {
    bench.clock.set(lateEvening);
    const { answer, signals } = await bench.batch([{ memberId: 1 }], wrong(1, 10));
    expect(answer).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(signals).toMatchObject([
      { kind: 'memberLocked', subject: 'member:1', details: { reason: 'row', count: 10 } },
    ]);
    const end = new Date(lateEvening.getTime() + 30 * minuteMs);
    bench.clock.set(midnight);
    expect(await lockOf(1)).toEqual(end);
    bench.clock.set(end);
    expect(await lockOf(1)).toBeNull();
  });

  test('B9: twenty wrong codes of a day wait until Beijing midnight, then all is new', async () => {
    for (let round = 0; round < 19; round += 1) {
      await bench.batch([{ memberId: 1 }], (guard) => {
        guard.countWrong(1);
        guard.countRight(1);
      });
    }
    const { answer, signals } = await bench.batch([{ memberId: 1 }], wrong(1, 1));
    expect(answer).toEqual([0]);
    expect(signals).toMatchObject([{ details: { reason: 'day', count: 20 } }]);
    expect(await lockOf(1)).toEqual(midnight);
    bench.clock.set(midnight);
    expect(await lockOf(1)).toBeNull();
    expect((await bench.batch([{ memberId: 1 }], wrong(1, 1))).answer).toEqual([9]);
  });

  test('B9: a right code ends the row, in the order of the scans of one batch', async () => {
    const visits = [{ memberId: 1, expectedClaims: 1 }];
    const { answer } = await bench.batch(visits, (guard) => {
      wrong(1, 9)(guard);
      guard.takeClaim(1);
      const left = wrong(1, 3)(guard);
      guard.confirmClaim(1);
      return left;
    });
    expect(answer).toEqual([9, 8, 7]);
    expect(await bench.rowOf(1)).toMatchObject({ wrongInARow: 3, wrongToday: 12, claimsToday: 1 });
  });

  test('B9: texts that are no codes are counted apart, more patiently', async () => {
    const odd = (guard: MemberGuard) => Array.from({ length: 100 }, () => guard.countOdd(1)).at(-1);
    const { answer, signals } = await bench.batch([{ memberId: 1 }], odd);
    expect([answer, await lockOf(1)]).toEqual([0, midnight]);
    expect(signals).toMatchObject([{ kind: 'memberLocked', details: { reason: 'odd' } }]);
    expect(await bench.rowOf(1)).toMatchObject({ wrongToday: 0, oddToday: 100 });
  });

  test('B9: fifty transactions that count one member at once lose none, and one of them locks', async () => {
    bench.limits.wrongInARowMax = 50;
    bench.limits.wrongPerDayMax = 50;
    const batches = await Promise.all(
      Array.from({ length: 50 }, () => bench.batch([{ memberId: 1 }], wrong(1, 1))),
    );
    const left = batches.flatMap(({ answer }) => answer).sort((a, b) => a - b);
    expect(left).toEqual(Array.from({ length: 50 }, (_batch, index) => index));
    expect(batches.flatMap(({ signals }) => signals)).toHaveLength(1);
    expect(await bench.rowOf(1)).toMatchObject({ wrongToday: 50, lockedUntil: midnight });
  });
});

describe('codes earned', () => {
  test('B9: with fifty at once the limit of the day is exact, and nothing is lost at it', async () => {
    bench.limits.consumerDailyClaimsMax = 30;
    const batches = await Promise.all(Array.from({ length: 50 }, () => claim(1)));
    const refused = batches.filter(({ answer }) => 'outcome' in answer);
    expect(refused).toHaveLength(20);
    const told = { outcome: 'dailyLimit', limit: 30, until: midnight };
    expect(refused[0]?.answer).toEqual(told);
    expect(batches.filter(({ answer }) => 'isFirstEver' in answer && answer.isFirstEver)).toEqual([
      { answer: { isFirstEver: true, isFirstOfDay: true }, signals: [] },
    ]);
    expect(batches.flatMap(({ signals }) => signals)).toMatchObject([
      { kind: 'dailyLimitReached', subject: 'member:1', details: { count: 30, limit: 30 } },
    ]);
    expect(await bench.rowOf(1)).toMatchObject({ claimsToday: 30, claimsEver: 30 });
    // Tomorrow the same bottle is welcome.
    bench.clock.set(midnight);
    expect((await claim(1)).answer).toEqual({ isFirstEver: false, isFirstOfDay: true });
  });

  test('B9: batches of two lanes over the same members neither block each other nor lose a claim', async () => {
    const memberIds = Array.from({ length: 40 }, (_member, index) => index + 1);
    const shuffled = (lane: number) =>
      memberIds.toSorted((a, b) => ((a * 17 + lane * 7) % 41) - ((b * 17 + lane * 7) % 41));
    await Promise.all(
      Array.from({ length: 50 }, (_batch, lane) =>
        bench.batch(
          shuffled(lane).map((memberId) => ({ memberId, expectedClaims: 1 })),
          (guard) => memberIds.map((memberId) => win(guard, memberId)),
        ),
      ),
    );
    const { rows } = await bench.database.pool.query<{ claims: number }>(
      'select distinct claims_today as claims from guard_member',
    );
    expect(rows).toEqual([{ claims: 50 }]);
  });

  test('B9: several scans of one member in a batch are judged one after the other', async () => {
    bench.limits.consumerDailyClaimsMax = 3;
    const visits = Array.from({ length: 5 }, () => ({ memberId: 1, expectedClaims: 1 }));
    const { answer } = await bench.batch(visits, (guard) => visits.map(() => win(guard, 1)));
    expect(answer).toMatchObject([
      { isFirstEver: true, isFirstOfDay: true },
      { isFirstEver: false, isFirstOfDay: false },
      { isFirstEver: false },
      { outcome: 'dailyLimit' },
      { outcome: 'dailyLimit' },
    ]);
    expect(await bench.rowOf(1)).toMatchObject({ claimsToday: 3, claimsEver: 3 });
  });

  test('B9: what was taken but not won is given back; what was won unexpectedly is counted', async () => {
    const visits = [{ memberId: 1, expectedClaims: 2 }, { memberId: 2 }];
    await bench.batch(visits, (guard) => {
      guard.takeClaim(1);
      guard.takeClaim(1);
      guard.confirmClaim(1);
      win(guard, 2);
    });
    expect(await bench.rowOf(1)).toMatchObject({ claimsToday: 1, claimsEver: 1 });
    expect(await bench.rowOf(2)).toMatchObject({ claimsToday: 1, claimsThisHour: 1 });
  });

  test('B9: a clock set back neither opens a new day nor the day before', async () => {
    bench.limits.consumerDailyClaimsMax = 2;
    bench.clock.set(new Date(midnight.getTime() + minuteMs));
    await claim(1);
    bench.clock.set(lateEvening);
    expect((await claim(1)).answer).toEqual({ isFirstEver: false, isFirstOfDay: false });
    const { answer } = await claim(1);
    expect(answer).toMatchObject({ until: new Date('2026-11-24T16:00:00.000Z') });
    expect(await bench.rowOf(1)).toMatchObject({ day: '2026-11-24', claimsThisHour: 2 });
  });

  test('B9: a rolled back batch leaves nothing, so that a retry counts once', async () => {
    const failed = bench.batch([{ memberId: 1, expectedClaims: 1 }], () => {
      throw new Error('commit failed');
    });
    await expect(failed).rejects.toThrow('commit failed');
    expect((await claim(1)).answer).toMatchObject({ isFirstEver: true });
    expect(await bench.rowOf(1)).toMatchObject({ claimsEver: 1 });
  });

  test('B9: three hundred bottles of a chef in an hour are all paid, and head office is told once', async () => {
    const scanTen = () =>
      bench.batch([{ memberId: 1, kind: 'chef', expectedClaims: 10 }], (guard) =>
        Array.from({ length: 10 }, () => win(guard, 1)),
      );
    const signals = [];
    for (let minute = 0; minute < 60; minute += 2) {
      bench.clock.set(new Date(noon.getTime() + minute * minuteMs));
      const batch = await scanTen();
      expect(batch.answer.every((one) => 'isFirstEver' in one)).toBe(true);
      signals.push(...batch.signals);
    }
    expect(await bench.rowOf(1)).toMatchObject({ claimsToday: 300 });
    expect(signals).toMatchObject([
      { kind: 'velocity', subject: 'member:1', memberId: 1, details: { count: 150, limit: 150 } },
    ]);
    await bench.raise(signals);
    const alarms = await bench.database.db.selectFrom('alarm').selectAll().execute();
    expect(alarms).toMatchObject([{ kind: 'velocity', memberId: 1, times: 1 }]);
  });

  test('B9: an allowance goes before the limit of the kind, and its shop raises no alarm of haste', async () => {
    Object.assign(bench.limits, { consumerDailyClaimsMax: 2, velocityClaimsPerHour: 2 });
    await bench.database.pool.query(
      `insert into guard_allowance values (1, 4, '门店', null, 1, now()), (2, 9, '过期', $1, 1, now())`,
      [noon],
    );
    bench.guardBook.forget();
    const visits = [1, 2].map((memberId) => ({ memberId, expectedClaims: 5 }));
    const { answer, signals } = await bench.batch(visits, (guard) =>
      [1, 2].map((memberId) => Array.from({ length: 5 }, () => win(guard, memberId))),
    );
    const paid = answer.map((scans) => scans.filter((scan) => 'isFirstEver' in scan).length);
    expect(paid).toEqual([4, 2]);
    expect(signals.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'dailyLimitReached member:1',
      'dailyLimitReached member:2',
      'velocity member:2',
    ]);
  });
});

describe('travel', () => {
  const seenIn = async (province: string | null, ...more: string[]) => {
    const visits = [province, ...more].map((one) => ({ memberId: 1, province: one }));
    return (await bench.batch(visits, () => undefined)).signals;
  };

  test('B9: two distant provinces within an hour are told of once, and pay all the same', async () => {
    expect(await seenIn('110000')).toEqual([]);
    bench.clock.advanceMs(60 * minuteMs);
    expect(await seenIn('110000')).toEqual([]);
    bench.clock.advanceMs(40 * minuteMs);
    expect(await seenIn('440000')).toMatchObject([
      {
        kind: 'impossibleTravel',
        subject: 'member:1',
        details: { from: '110000', to: '440000', minutes: 40, limit: 900 },
      },
    ]);
    expect(await seenIn('440000')).toEqual([]);
    expect(await seenIn(null)).toEqual([]);
  });

  test('B9: a flight, a neighbouring province and an unknown address are no alarm', async () => {
    await seenIn('110000');
    expect(await seenIn(null)).toEqual([]);
    bench.clock.advanceMs(3 * 60 * minuteMs);
    expect(await seenIn('440000')).toEqual([]);
    expect(await seenIn('810000')).toEqual([]);
  });

  test('B9: two provinces in one batch are seen, whichever of them is the known one', async () => {
    expect(await seenIn('110000', '440000')).toHaveLength(1);
    expect(await seenIn('110000', '440000')).toHaveLength(1);
  });

  test('B9: a clock set back an hour makes nobody a traveller', async () => {
    await seenIn('110000');
    bench.clock.advanceMs(-3 * 60 * minuteMs);
    expect(await seenIn('440000')).toEqual([]);
  });
});
