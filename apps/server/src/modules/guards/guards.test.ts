import { provinces } from '@mashang/contract';
import { describe, expect, test } from 'vitest';
import { provinceCodeOf } from './create-province-reader.ts';
import { noon, useGuardsBench } from './guards-bench.test-support.ts';
import { countWrongSubjects, createGuardBook, createProvinceReader, networkOf } from './index.ts';
import { purgeGuards } from './purge-guards.ts';
import type { ScanOrigin } from './index.ts';
import { kilometresBetween } from './province-capitals.ts';

const bench = useGuardsBench();
const midnight = new Date('2026-11-23T16:00:00.000Z');
const dayMs = 24 * 60 * 60 * 1000;
const nobody = { openId: null, address: null, device: null };
const blockKeys = { memberId: null, openId: null, address: null };

async function countWrong(...wrongs: Partial<ScanOrigin>[]) {
  const snapshot = await bench.guardBook.read();
  const origins = wrongs.map((wrong) => ({ ...nobody, ...wrong }));
  const now = bench.clock.now();
  return bench.database.db
    .transaction()
    .execute((tx) => countWrongSubjects(tx, snapshot, origins, now));
}

describe('wrong codes by what is not a member', () => {
  test('B9: with fifty at once an address is counted exactly, locked once, and known at once', async () => {
    bench.limits.addressWrongPerDayMax = 100;
    const before = await bench.guardBook.read();
    const signals = await Promise.all(
      Array.from({ length: 50 }, (_batch, index) =>
        countWrong(
          { address: '203.0.113.7', device: `device${index}` },
          { address: '::ffff:203.0.113.7' },
        ),
      ),
    );
    expect(signals.flat()).toMatchObject([
      {
        kind: 'subjectLocked',
        subject: 'address:203.0.113.0/24',
        details: { subjectKind: 'address', count: 100, limit: 100 },
      },
    ]);
    const who = { ...nobody, address: '203.0.113.7' };
    expect(before.subjectLockOf(who, noon)).toEqual(midnight);
    const other = createGuardBook({
      ...bench.database,
      ...bench,
      readLimits: async () => bench.limits,
    });
    expect((await other.read()).subjectLockOf(who, noon)).toEqual(midnight);
    expect((await other.read()).subjectLockOf(who, midnight)).toBeNull();
    expect((await other.read()).subjectLockOf({ ...who, address: '203.0.113.8' }, noon)).toBeNull();
    const { rows } = await bench.database.pool.query('select sum(wrong_today) from guard_subject');
    expect(rows).toEqual([{ sum: 150 }]);
  });

  test('B9: everybody in one IPv6 /64 is one address; a new day counts anew, a clock set back does not', async () => {
    bench.limits.addressWrongPerDayMax = 3;
    await countWrong({ address: '2001:db8:1:2::7' }, { address: '2001:db8:1:2:8::' });
    bench.clock.set(midnight);
    expect(await countWrong({ address: '2001:db8:1:2::7' })).toEqual([]);
    bench.clock.set(noon);
    await countWrong({ address: '2001:db8:1:2::9' });
    const signals = await countWrong({ address: '2001:db8:1:2::9' });
    expect(signals).toMatchObject([
      {
        subject: 'address:2001:db8:1::/48',
        details: { until: new Date(midnight.getTime() + dayMs).toISOString() },
      },
    ]);
  });

  test('B9: counts of past days are purged, a lock that runs is not', async () => {
    bench.limits.openIdWrongPerDayMax = 1;
    await countWrong({ openId: 'oLocked' }, { device: 'counted' });
    const purge = async (now: Date) => {
      await bench.database.db.transaction().execute((tx) => purgeGuards(tx, now));
      const rows = await bench.database.db.selectFrom('guardSubject').select('subject').execute();
      return rows.map(({ subject }) => subject);
    };
    expect(await purge(noon)).toEqual(expect.arrayContaining(['oLocked', 'counted']));
    expect(await purge(new Date(noon.getTime() + 2 * dayMs))).toEqual([]);
  });
});

describe('the guard book', () => {
  test('B9: members, openids and networks of both kinds are blocked until the end of their entry', async () => {
    const tomorrow = new Date(noon.getTime() + dayMs);
    const entry = (kind: string, subject: string, expiresAt: Date | null, liftedAt: Date | null) =>
      bench.database.pool.query(
        `insert into blacklist (kind, subject, reason, expires_at, staff_id, created_at, lifted_at)
         values ($1, $2, '', $3, 1, now(), $4)`,
        [kind, subject, expiresAt, liftedAt],
      );
    await entry('member', '12', null, null);
    await entry('member', '13', noon, null);
    await entry('member', '14', null, noon);
    await entry('openId', 'oBlocked', tomorrow, null);
    await entry('network', '203.0.113.0/24', tomorrow, null);
    await entry('network', '203.0.112.0/22', null, null);
    await entry('network', '2001:db8::/32', tomorrow, null);
    bench.guardBook.forget();
    const snapshot = await bench.guardBook.read();
    const untilOf = (who: Partial<Parameters<typeof snapshot.blockOf>[0]>) =>
      snapshot.blockOf({ ...blockKeys, ...who });
    expect(untilOf({ memberId: 12 })).toEqual({ until: null });
    expect(untilOf({ memberId: 13 })).toBeNull();
    expect(untilOf({ memberId: 14 })).toBeNull();
    expect(untilOf({ openId: 'oBlocked' })).toEqual({ until: tomorrow });
    expect(untilOf({ address: '203.0.113.200' })).toEqual({ until: null });
    expect(untilOf({ address: '::ffff:203.0.115.1' })).toEqual({ until: null });
    expect(untilOf({ address: '203.0.116.1' })).toBeNull();
    expect(untilOf({ address: '2001:db8:ffff::1' })).toEqual({ until: tomorrow });
    expect(untilOf({ address: '2001:db9::1' })).toBeNull();
    expect(untilOf({ address: 'unknown', memberId: 1, openId: 'o' })).toBeNull();
  });

  test('B9: fifty readers share one reading; it is a second old at most, whichever way the clock goes', async () => {
    let readings = 0;
    const readLimits = async () => {
      readings += 1;
      return bench.limits;
    };
    const { clock } = bench;
    const book = createGuardBook({ db: bench.database.db, clock, readLimits });
    await Promise.all(Array.from({ length: 50 }, () => book.read()));
    expect(readings).toBe(1);
    clock.advanceMs(1_001);
    await book.read();
    clock.advanceMs(-3_600_000);
    await book.read();
    expect(readings).toBe(3);
    book.forget();
    await book.read();
    expect(readings).toBe(4);
  });
});

describe('alarms', () => {
  test('B9: fifty signals of one kind and subject are one open alarm, counted; settled it is raised anew', async () => {
    const signal = { kind: 'velocity', subject: 'member:1', memberId: 1, details: {} } as const;
    const travel = { ...signal, kind: 'impossibleTravel' } as const;
    await Promise.all(
      Array.from({ length: 50 }, (_batch, index) =>
        bench.raise(index % 2 === 0 ? [signal, travel] : [travel, signal]),
      ),
    );
    const read = () =>
      bench.database.db.selectFrom('alarm').select(['kind', 'times']).orderBy('alarmId').execute();
    expect(await read()).toHaveLength(2);
    expect(new Set((await read()).map(({ times }) => times))).toEqual(new Set([50]));
    await bench.database.pool.query('update alarm set settled_at = now()');
    await bench.raise([signal, { ...signal, codeId: 2n ** 62n }]);
    expect((await read())[2]).toEqual({ kind: 'velocity', times: 2 });
  });
});

describe('places', () => {
  test('B9: every province is known by the names of the tables, and has its capital', () => {
    const short = (name: string) =>
      name.replace(/(?:省|市|特别行政区|(?:壮族|回族|维吾尔)?自治区)$/, '');
    for (const { code, name } of provinces) {
      const codes = [name, short(name)].map((province) =>
        provinceCodeOf({ country: '中国', province }),
      );
      expect(codes).toEqual([code, code]);
      const others = provinces.filter((other) => other.code !== code);
      for (const other of others) {
        const distance = kilometresBetween(code, other.code);
        expect(distance).toBeGreaterThan(50);
        expect(distance).toBe(kilometresBetween(other.code, code));
        expect(distance).toBeLessThan(4_200);
      }
    }
    // Beijing to Guangzhou, Shanghai to Ürümqi: within two percent of the atlas.
    expect(kilometresBetween('110000', '440000') / 1_890).toBeCloseTo(1, 1);
    expect(kilometresBetween('310000', '650000') / 3_270).toBeCloseTo(1, 1);
  });

  test('B9: an address tells its province without the network, IPv4 and IPv6', () => {
    const readProvince = createProvinceReader();
    const told = {
      '114.114.114.114': '320000',
      '::ffff:114.114.114.114': '320000',
      '240e:47d:c20::1': '440000',
      '202.175.3.3': '820000',
      '203.80.96.10': '810000',
      '168.95.1.1': '710000',
      '1.2.4.8': '110000',
      '8.8.8.8': null,
      '10.0.0.1': null,
      '127.0.0.1': null,
      '::1': null,
      '::': null,
      'fe80::1%eth0': null,
      '64:ff9b::114.114.114.114': null,
      'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff': null,
      '255.255.255.255': null,
      'no address': null,
      '': null,
    };
    for (let round = 0; round < 2; round += 1) {
      const provincesTold = Object.keys(told).map((address) => [address, readProvince(address)]);
      expect(Object.fromEntries(provincesTold)).toEqual(told);
    }
    expect(readProvince(null)).toBeNull();
  });

  test.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:0:1::1', '2001:db8::/48'],
    ['2001:DB8:ABCD:12::1%eth0', '2001:db8:abcd::/48'],
    ['::1', '::/48'],
    ['255.255.255.255', '255.255.255.0/24'],
    ['unknown', null],
    [null, null],
  ])('B9: the log keeps of %s only %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
