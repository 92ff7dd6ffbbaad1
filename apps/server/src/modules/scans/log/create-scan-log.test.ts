import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeIdOf } from '../../codes/index.ts';
import { openScanLog, type TestScanLog } from './scan-log.test-support.ts';

let bench: TestScanLog;
beforeAll(async () => {
  bench = await openScanLog();
});
afterAll(() => bench.database.close());

let lastSerial = 0;
const aCode = () => codeIdOf(1, (lastSerial += 1));
const linesOf = async (codeId: bigint) => {
  const { rows } = await sql<{ lines: number }>`
    select count(*)::int as lines from scan_log where code_id = ${codeId}`.execute(bench.db);
  return rows[0]?.lines;
};

describe('S21: every attempt is on record', () => {
  test('lines and sums of a flush are what was recorded; an unknown text has a line and no sums', async () => {
    const log = bench.openLog();
    const codeId = aCode();
    const first = bench.clock.now();
    log.record(bench.attempt({ codeId, memberId: 7, province: '320000', device: 'aa' }));
    bench.clock.advanceMs(1_000);
    log.record(bench.attempt({ codeId, memberId: null, device: 'bb', outcome: 'checked' }));
    log.record(bench.attempt({ codeId: null, productId: null, outcome: 'unknownCode' }));
    expect(log.waiting()).toBe(3);
    await log.flush();
    expect(log.waiting()).toBe(0);
    expect(await bench.sumsOf(codeId)).toMatchObject({
      scans: 2,
      people: 2,
      provinces: ['320000'],
      firstScannedAt: first,
      firstProvince: '320000',
      lastScannedAt: bench.clock.now(),
      onlyPerson: null,
      flaggedAt: null,
    });
  });

  test('fifty flushes of eight processes at once lose no count and do not stand in each other’s way', async () => {
    const codes = Array.from({ length: 12 }, aCode);
    const logs = Array.from({ length: 8 }, () => bench.openLog());
    for (let round = 0; round < 50; round += 1) {
      const log = logs[round % 8]!;
      const order = round % 2 ? codes : codes.toReversed();
      for (const codeId of order) log.record(bench.attempt({ codeId, memberId: 100 + round }));
      if (round % 8 === 7 || round === 49) await Promise.all(logs.map((one) => one.flush()));
    }
    for (const codeId of codes) {
      expect(await linesOf(codeId)).toBe(50);
      expect(await bench.sumsOf(codeId)).toMatchObject({ scans: 50, people: 50 });
    }
    expect(bench.errors).toEqual([]);
  });

  test('the same member and their browser are one person; a browser alone is one; who has neither is one', async () => {
    const log = bench.openLog();
    const codeId = aCode();
    log.record(bench.attempt({ codeId, memberId: null, device: 'aa' }));
    await log.flush();
    expect(await bench.sumsOf(codeId)).toMatchObject({ people: 1, onlyPerson: 'device:aa' });
    log.record(bench.attempt({ codeId, memberId: 7, device: 'aa' }));
    await log.flush();
    expect(await bench.sumsOf(codeId)).toMatchObject({ people: 1, onlyPerson: 'member:7' });
    for (const device of ['bb', null, null]) {
      log.record(bench.attempt({ codeId, memberId: null, device }));
    }
    await log.flush();
    expect(await bench.sumsOf(codeId)).toMatchObject({ people: 3, onlyPerson: null });
  });

  test('whoever claimed the code is one of its people, and their province one of its provinces', async () => {
    const log = bench.openLog();
    const codeId = aCode();
    await bench.claim(codeId, 7, '110000');
    log.record(bench.attempt({ codeId, memberId: 7, outcome: 'alreadyYours' }));
    await log.flush();
    expect(await bench.sumsOf(codeId)).toMatchObject({
      people: 1,
      provinces: ['110000'],
      onlyPerson: 'member:7',
    });
    log.record(bench.attempt({ codeId, memberId: 8, province: '310000' }));
    await log.flush();
    expect(await bench.sumsOf(codeId)).toMatchObject({
      people: 2,
      provinces: ['110000', '310000'],
    });
  });

  test('who came before the thirty days is not counted, but is not forgotten to have been there', async () => {
    const log = bench.openLog();
    const codeId = aCode();
    const longAgo = new Date(bench.clock.now().getTime() - 31 * 24 * 3_600_000);
    for (const memberId of [1, 2]) {
      log.record(bench.attempt({ codeId, memberId, scannedAt: longAgo }));
    }
    log.record(bench.attempt({ codeId, memberId: 3 }));
    await log.flush();
    expect(await bench.sumsOf(codeId)).toMatchObject({ scans: 3, people: 1, onlyPerson: null });
  });

  test('a thousand scans by one cannot push the others out of the sums', async () => {
    const log = bench.openLog();
    const codeId = aCode();
    for (const memberId of [1, 2, 3, 4]) log.record(bench.attempt({ codeId, memberId }));
    await log.flush();
    bench.clock.advanceMs(1);
    for (let count = 0; count < 1_000; count += 1) {
      log.record(bench.attempt({ codeId, memberId: 4 }));
    }
    await log.flush();
    expect(await bench.sumsOf(codeId)).toMatchObject({ scans: 1_004, people: 4, onlyPerson: null });
  });
});

describe('B11: codes in too many hands', () => {
  test('are listed once with one alarm, and after they were cleared only beyond it', async () => {
    const log = bench.openLog();
    const codeId = aCode();
    bench.alarms.length = 0;
    const scanBy = async (...memberIds: number[]) => {
      for (const memberId of memberIds) log.record(bench.attempt({ codeId, memberId }));
      await log.flush();
      return bench.alarms.length;
    };
    expect(await scanBy(1, 2, 3, 4)).toBe(0);
    expect(await scanBy(5)).toBe(1);
    expect(await scanBy(6)).toBe(1);
    expect(bench.alarms[0]).toEqual({
      kind: 'suspiciousCode',
      subject: `code:1-${lastSerial}`,
      codeId,
      details: { people: 5, provinces: 0 },
    });
    await bench.db
      .updateTable('scannedCode')
      .set({ clearedAt: bench.clock.now(), clearedBy: 1, clearedPeople: 6, clearedProvinces: 0 })
      .where('codeId', '=', Number(codeId))
      .execute();
    expect(await scanBy(1, 2, 3)).toBe(1);
    expect(await scanBy(7)).toBe(2);
    expect(await bench.sumsOf(codeId)).toMatchObject({ clearedAt: null, clearedPeople: 6 });
  });

  test('three provinces are enough', async () => {
    const log = bench.openLog();
    const codeId = aCode();
    for (const province of ['110000', '310000', '440000']) {
      log.record(bench.attempt({ codeId, province }));
    }
    await log.flush();
    expect((await bench.sumsOf(codeId))?.flaggedAt).toEqual(bench.clock.now());
  });
});

describe('a database that is away', () => {
  const away = () => Promise.reject(new Error('connect ECONNREFUSED'));

  test('loses nothing: attempts are kept in their order and written when it is back', async () => {
    let isAway = true;
    const limits = () => (isAway ? away() : Promise.resolve(bench.limits));
    const log = bench.openLog({ readLimits: limits });
    const codeId = aCode();
    for (let count = 0; count < 2_500; count += 1) log.record(bench.attempt({ codeId }));
    await expect(log.flush()).rejects.toThrow('ECONNREFUSED');
    log.recordSignals([{ kind: 'velocity', subject: 'member:1', details: {} }]);
    expect(log.waiting()).toBe(2_500);
    isAway = false;
    bench.alarms.length = 0;
    await log.flush();
    expect([log.waiting(), log.dropped(), await linesOf(codeId)]).toEqual([0, 0, 2_500]);
    expect(bench.alarms).toHaveLength(1);
  });

  test('for long: the oldest beyond the bound are dropped and counted', async () => {
    const log = bench.openLog({ waitingMax: 200, readLimits: away });
    for (let count = 0; count < 1_000; count += 1) log.record(bench.attempt());
    await expect(log.flush()).rejects.toThrow();
    expect(log.waiting()).toBeLessThanOrEqual(200);
    expect(log.waiting() + log.dropped()).toBe(1_000);
  });

  test('at the stop: the stop ends, with an error in the log', async () => {
    const errors: unknown[] = [];
    const log = bench.openLog({ readLimits: away, onError: (error) => errors.push(error) });
    log.record(bench.attempt());
    await log.stop();
    expect(errors).toHaveLength(1);
  });
});

test('one attempt the database will never take is dropped and counted, its neighbours are written', async () => {
  const errors: unknown[] = [];
  const log = bench.openLog({ onError: (error) => errors.push(error) });
  const codeId = aCode();
  for (let count = 0; count < 100; count += 1) {
    log.record(bench.attempt({ codeId, device: count === 37 ? 'nul\0' : null }));
  }
  await log.flush();
  expect([log.dropped(), await linesOf(codeId)]).toEqual([1, 99]);
  expect(errors).toEqual([expect.any(pg.DatabaseError)]);
});

test('kill −9 loses what was refused within the last flush, never a claim', async () => {
  const codeId = aCode();
  const killed = bench.openLog();
  await bench.claim(codeId, 7);
  killed.record(bench.attempt({ codeId, memberId: 8 }));
  const heir = bench.openLog();
  heir.record(bench.attempt({ codeId, memberId: 9 }));
  await heir.flush();
  expect(await bench.sumsOf(codeId)).toMatchObject({ scans: 1, people: 2 });
});

test('written by itself within half a second, a thousand at once', async () => {
  const log = bench.openLog({ flushEveryMs: 20 });
  const codeId = aCode();
  log.record(bench.attempt({ codeId }));
  await expect.poll(() => linesOf(codeId), { interval: 20 }).toBe(1);
  const patient = bench.openLog({ flushEveryMs: 1_000_000 });
  for (let count = 0; count < 1_000; count += 1) patient.record(bench.attempt({ codeId }));
  await expect.poll(() => linesOf(codeId), { interval: 20 }).toBe(1_001);
  await Promise.all([log.stop(), patient.stop()]);
});
