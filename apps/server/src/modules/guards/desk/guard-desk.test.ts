import { describe, expect, test } from 'vitest';
import { noon } from '../guards-bench.test-support.ts';
import { countWrongSubjects } from '../index.ts';
import { useGuardDesk } from './guard-desk.test-support.ts';

const bench = useGuardDesk();
const { call, readAll } = bench;

async function lockEverybody(): Promise<void> {
  for (const memberId of [1, 2]) {
    await bench.batch([{ memberId }], (guard) => {
      for (let wrong = 0; wrong < 10; wrong += 1) guard.countWrong(memberId);
    });
  }
  Object.assign(bench.limits, { addressWrongPerDayMax: 1, deviceWrongPerDayMax: 1 });
  const snapshot = await bench.guardBook.read();
  const wrong = { openId: null, address: '2001:db8:1:2::9', device: '0123456789abcdef' };
  await bench.database.db
    .transaction()
    .execute((tx) => countWrongSubjects(tx, snapshot, [wrong], noon));
}

describe('locks', () => {
  test('B9: everybody who waits is listed, page by page, and let scan again at once', async () => {
    await lockEverybody();
    const rows = await readAll('/api/hq/guard-locks', 1);
    expect(rows.map(({ lockId, subject, wrongToday }) => [lockId, subject, wrongToday])).toEqual([
      ['device:0123456789abcdef', '01234567', 1],
      ['address:2001:db8:1:2::/64', '2001:db8:1:2::/64', 1],
      ['member:2', '会员2', 10],
      ['member:1', '会员1', 10],
    ]);
    expect(await readAll('/api/hq/guard-locks?kind=member', 50)).toHaveLength(2);
    for (const { lockId } of rows) {
      const url = `/api/hq/guard-locks/${encodeURIComponent(String(lockId))}/lift` as const;
      expect((await call(`POST ${url}`, { reason: '误会' })).status).toBe(200);
      expect((await call(`POST ${url}`, { reason: '误会' })).body).toMatchObject({
        code: 'lock_not_found',
      });
    }
    expect(await readAll('/api/hq/guard-locks', 50)).toEqual([]);
    const who = { openId: null, address: '2001:db8:1:2::9', device: '0123456789abcdef' };
    expect((await bench.guardBook.read()).subjectLockOf(who, noon)).toBeNull();
    const { answer } = await bench.batch([{ memberId: 1 }], (guard) => guard.countWrong(1));
    expect(answer).toBe(9);
  });

  test.each(['nothing:1', 'member:x', 'member:99999999999999999999', 'device:unknown'])(
    'B9: a lock that is none (%s) is refused',
    async (lockId) => {
      const url = `/api/hq/guard-locks/${encodeURIComponent(lockId)}/lift` as const;
      const { status, body } = await call(`POST ${url}`, { reason: '误会' });
      expect([status, body]).toMatchObject([404, { code: 'lock_not_found' }]);
    },
  );
});

describe('the blacklist', () => {
  const add = (kind: string, subject: string, more = {}) =>
    call('POST /api/hq/blacklist', { kind, subject, reason: '多次猜码', expiresAt: null, ...more });

  test('B9: an entry blocks at once, stays in the list when lifted, and can be made again', async () => {
    const { body } = await add('network', '203.0.113.7/24');
    expect(body).toMatchObject({ subject: '203.0.113.0/24', staffName: '小王', liftedAt: null });
    const who = { memberId: null, openId: null, address: '203.0.113.9' };
    expect((await bench.guardBook.read()).blockOf(who)).toEqual({ until: null });
    const again = await add('network', '203.0.113.0/24');
    expect([again.status, again.body]).toMatchObject([409, { code: 'bad_request' }]);
    const lift = `POST /api/hq/blacklist/${String(body.blacklistEntryId)}/lift` as const;
    const lifted = await call(lift, { reason: '误会' });
    expect(lifted.body).toMatchObject({ liftedByName: '小王', liftReason: '误会' });
    expect((await bench.guardBook.read()).blockOf(who)).toBeNull();
    expect((await call(lift, { reason: '误会' })).body).toMatchObject({
      code: 'changed_meanwhile',
    });
    expect((await add('network', '203.0.113.0/24')).status).toBe(200);
    expect(await readAll('/api/hq/blacklist?kind=network', 1)).toHaveLength(2);
    expect(await readAll('/api/hq/blacklist?inForce=yes&search=113', 1)).toHaveLength(1);
    expect(await readAll('/api/hq/blacklist?inForce=no&sort=oldest', 1)).toHaveLength(1);
    const file = await call('GET /api/hq/blacklist/export?format=csv');
    expect(file.text.match(/203\.0\.113\.0\/24/g)).toHaveLength(2);
  });

  test('B9: of fifty who add the same member at once one wins', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => add('member', '12')));
    const added = answers.filter(({ status }) => status === 200);
    expect(added.map(({ body }) => body.memberName)).toEqual(['会员12']);
    await add('network', '203.0.113.0/24');
    expect(await readAll('/api/hq/blacklist?memberId=12', 50)).toHaveLength(1);
    expect(await readAll('/api/hq/blacklist?memberId=1', 50)).toEqual([]);
  });

  test('B9: an entry that has expired makes room for the next one', async () => {
    const expiresAt = new Date(noon.getTime() + 60_000).toISOString();
    expect((await add('openId', 'oGuesser1', { expiresAt })).status).toBe(200);
    bench.clock.advanceMs(60_000);
    expect((await add('openId', 'oGuesser1')).status).toBe(200);
    const rows = await readAll('/api/hq/blacklist', 50);
    expect(rows.map(({ liftedAt, liftedByName }) => [liftedAt, liftedByName])).toEqual([
      [null, null],
      [expiresAt, null],
    ]);
  });

  test.each([
    ['member', '99', 404],
    ['member', '0', 400],
    ['member', '1 or 1=1', 400],
    ['openId', 'o b', 400],
    ['network', '203.0.113', 400],
    ['network', '203.0.113.0/33', 400],
    ['network', '10.0.0.0/7', 400],
    ['network', '0.0.0.0/0', 400],
    ['network', '2001::/15', 400],
    ['network', '::ffff:0:0/96', 400],
    ['network', '127.0.0.1', 400],
    ['network', '127.255.0.0/16', 400],
    ['network', '::1', 400],
    ['network', '::/64', 400],
    ['network', '198.51.100.0/24', 400],
  ])('B9: what would block the wrong ones is refused: %s %s', async (kind, subject, status) => {
    expect((await add(kind, subject)).status).toBe(status);
  });

  test('B9: an entry without a visible reason or with an end in the past is refused', async () => {
    expect((await add('member', '12', { reason: '\u200b' })).status).toBe(400);
    expect((await add('member', '12', { expiresAt: noon.toISOString() })).status).toBe(400);
  });
});

describe('allowances', () => {
  const give = (memberId: number, dailyClaimsMax: number | null, reason = '门店') =>
    call(`POST /api/hq/members/${memberId}/allowance`, { dailyClaimsMax, reason, expiresAt: null });

  test('B9: a member is given a limit of their own at once, another one instead, or none', async () => {
    bench.limits.consumerDailyClaimsMax = 1;
    await give(12, 5);
    bench.clock.advanceMs(10);
    await give(1, 7);
    const maxOf = async (memberId: number) =>
      (await bench.guardBook.read()).dailyClaimsMaxOf(memberId, 'consumer');
    expect([await maxOf(12), await maxOf(1), await maxOf(2)]).toEqual([5, 7, 1]);
    await give(12, 9, '大门店');
    expect(await maxOf(12)).toBe(9);
    const rows = await readAll('/api/hq/allowances?sort=oldest', 1);
    expect(rows).toMatchObject([
      { memberId: 1, dailyClaimsMax: 7 },
      { memberId: 12, memberName: '会员12', dailyClaimsMax: 9, reason: '大门店' },
    ]);
    expect(await readAll('/api/hq/allowances?memberId=1', 50)).toMatchObject([{ memberId: 1 }]);
    expect((await call('GET /api/hq/allowances/export?format=csv')).text).toContain('大门店');
    expect((await give(12, null)).status).toBe(200);
    expect(await maxOf(12)).toBe(1);
    expect((await give(99, 5)).body).toMatchObject({ code: 'member_not_found' });
  });
});
