import { describe, expect, test } from 'vitest';
import { bindWechatUser } from './bind-wechat-user.ts';
import { createMember, createMobileReader, unbindCancelledUser } from './index.ts';
import { appId, masterKey, useMembersBench } from './members-bench.ts';
import type { Answer } from './members-bench.ts';

const bench = useMembersBench();
const mobile = '15400000001';
const mobiles = createMobileReader(masterKey);

const sessionOf = async (token: string | undefined) =>
  (await bench.call('GET /api/session', undefined, token)).body;
const identities = () => bench.rows('select open_id, member_id from member_identity');

/** The number is open-1's; open-2 has proven it too and holds the code. */
async function twoOnOneNumber(): Promise<{ first: string; second: string; smsCode: string }> {
  const bound = await bench.bind(mobile, { token: await bench.enterFromWechat('open-1') });
  bench.wait(60);
  const second = await bench.enterFromWechat('open-2');
  return { first: bound.token ?? '', second, smsCode: await bench.receiveCode(mobile, second) };
}

const tryBinding = (smsCode: string, token: string, moveWechat?: boolean): Promise<Answer> =>
  bench.call(
    'POST /api/bindings',
    { mobile, smsCode, ...(moveWechat === undefined ? {} : { moveWechat }) },
    token,
  );

describe('a second WeChat user on one number', () => {
  test('S3: is refused with since when, and neither session nor code is used up', async () => {
    const boundAt = new Date(bench.time.getTime() + 60_000).toISOString();
    const { first, second, smsCode } = await twoOnOneNumber();
    for (const moveWechat of [undefined, false]) {
      expect(await tryBinding(smsCode, second, moveWechat)).toMatchObject({
        status: 409,
        setCookie: undefined,
        body: {
          code: 'wechat_already_bound',
          message: expect.stringContaining('在 2026-11-22 12:01 已绑定另一个微信') as string,
          details: { boundAt, mobileMasked: '154****0001' },
        },
      });
    }
    expect(await sessionOf(second)).toEqual({ state: 'wechatUnbound', member: null });
    expect(await sessionOf(first)).toMatchObject({ state: 'member' });
    expect(await identities()).toMatchObject([{ open_id: 'open-1' }]);
    expect(await tryBinding(smsCode, second, true)).toMatchObject({ status: 200 });
  });

  test('S3: moves it with the code it has proven: the first one ends everywhere, on record', async () => {
    const desktop = await bench.bind(mobile);
    bench.wait(60);
    const { first, second, smsCode } = await twoOnOneNumber();
    const tablet = await bench.enterFromWechat('open-1');
    const moved = await tryBinding(smsCode, second, true);
    expect(moved).toMatchObject({ status: 200, body: { isNew: false } });
    expect(await sessionOf(moved.token)).toMatchObject({ state: 'member' });
    for (const token of [first, tablet]) {
      expect(await sessionOf(token)).toEqual({ state: 'anonymous', member: null });
    }
    // Signed in by the number itself, not by the first WeChat user.
    expect(await sessionOf(desktop.token)).toMatchObject({ state: 'passwordNeeded' });
    expect(await identities()).toMatchObject([{ open_id: 'open-2' }]);
    const former = await bench.rows(
      'select open_id, reason, unbound_at from member_identity_former',
    );
    expect(former).toEqual([{ open_id: 'open-1', reason: 'moved', unbound_at: bench.time }]);
    const later = await bench.enterFromWechat('open-1');
    expect(await sessionOf(later)).toEqual({
      state: 'wechatUnbound',
      member: null,
      movedAwayAt: bench.time.toISOString(),
    });
  });

  test('S3: fifty at once with one code: one of them has the number, nobody is half bound', async () => {
    await bench.bind(mobile, { token: await bench.enterFromWechat('open-1') });
    bench.wait(60);
    const tokens = await Promise.all(
      Array.from({ length: 50 }, (_, index) => bench.enterFromWechat(`rival-${index}`)),
    );
    const smsCode = await bench.receiveCode(mobile);
    const answers = await Promise.all(tokens.map((token) => tryBinding(smsCode, token, true)));
    const codes = answers.map(({ status, body }) => (status === 200 ? 'bound' : body['code']));
    expect(codes.filter((code) => code === 'bound')).toHaveLength(1);
    expect(codes.filter((code) => code === 'sms_code_expired')).toHaveLength(49);
    expect(await identities()).toHaveLength(1);
    expect(await bench.rows('select from member_identity_former')).toHaveLength(1);
    const sessions = 'select from member_session where member_id is not null';
    expect(await bench.rows(sessions)).toHaveLength(1);
  });

  test('S3: the database alone lets one of fifty WeChat users be a member', async () => {
    const { db } = bench.database;
    const now = bench.time;
    const input = { mobile: mobiles.read(mobile), profile: {}, origin: 'web' as const, now };
    const { memberId } = await db.transaction().execute((tx) => createMember(tx, mobiles, input));
    const binding = { appId, memberId, mobileMasked: '', isFrozen: false, moves: false, now };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        // Without the lock every other way in takes.
        db.transaction().execute((tx) => bindWechatUser(tx, { ...binding, openId: `o${index}` })),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') continue;
      expect(outcome.reason).toMatchObject({ code: 'wechat_already_bound', status: 409 });
    }
    expect(await identities()).toHaveLength(1);
  });

  test('S13: a frozen member’s number stays with its WeChat user, whoever has the phone', async () => {
    const { first, second, smsCode } = await twoOnOneNumber();
    await bench.rows(`update member set status = 'frozen', frozen_reason = ''`);
    for (const moveWechat of [false, true]) {
      expect(await tryBinding(smsCode, second, moveWechat)).toMatchObject({
        status: 403,
        body: { code: 'member_frozen' },
      });
    }
    expect(await sessionOf(first)).toMatchObject({ state: 'member' });
    expect(await identities()).toMatchObject([{ open_id: 'open-1' }]);
  });

  test('S3: who is bound to another number cannot take this one', async () => {
    const { second } = await twoOnOneNumber();
    await bench.bind('15400000002', { token: second });
    bench.wait(60);
    const token = await bench.enterFromWechat('open-2');
    expect(await tryBinding(await bench.receiveCode(mobile, token), token, true)).toMatchObject({
      status: 409,
      body: { code: 'wechat_bound_to_another_mobile', details: { mobileMasked: '154****0002' } },
    });
    expect(await identities()).toHaveLength(2);
  });

  test('S19: a page of another site binds nothing and moves nothing', async () => {
    const { second, smsCode } = await twoOnOneNumber();
    for (const origin of ['https://evil.example', 'null', 'https://localhost.evil.example']) {
      const body = { mobile, smsCode, moveWechat: true };
      const answer = await bench.call('POST /api/bindings', body, second, { origin });
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden_origin' } });
    }
    expect(await identities()).toMatchObject([{ open_id: 'open-1' }]);
    expect(await tryBinding(smsCode, second, true)).toMatchObject({ status: 200 });
  });
});

describe('somebody closes their WeChat account', () => {
  const cancel = (openId: string) =>
    bench.database.db
      .transaction()
      .execute((tx) => unbindCancelledUser(tx, { appId, openId, now: bench.time }));

  test('S20: they are unbound and signed out, on record; the member and the points stay', async () => {
    const bound = await bench.bind(mobile, { token: await bench.enterFromWechat('open-1') });
    await bench.enterFromWechat('open-1');
    expect(await cancel('open-1')).toBe('解除了与会员的绑定，结束了 2 个登录');
    expect(await cancel('open-1')).toBe('没有绑定会员，结束了 0 个登录');
    expect(await identities()).toEqual([]);
    const former = await bench.rows('select open_id, reason from member_identity_former');
    expect(former).toEqual([{ open_id: '', reason: 'cancelled' }]);
    expect(await sessionOf(bound.token)).toEqual({ state: 'anonymous', member: null });
    // Cancelled, not moved: nobody else holds the number, and another WeChat user may bind it.
    const token = await bench.enterFromWechat('open-2');
    expect(await bench.bind(mobile, { token })).toMatchObject({
      status: 200,
      body: { isNew: false },
    });
  });

  test('S20: of a stranger only the sessions end', async () => {
    const token = await bench.enterFromWechat('open-9');
    expect(await cancel('open-9')).toBe('没有绑定会员，结束了 1 个登录');
    expect(await sessionOf(token)).toEqual({ state: 'anonymous', member: null });
  });

  test('S13: a record head office made, once taken over, stays the person’s own', async () => {
    await bench.bind(mobile, { token: await bench.enterFromWechat('open-1') });
    await bench.rows(`update member set origin = 'staff', name = '王师傅'`);
    await cancel('open-1');
    const token = await bench.enterFromWechat('open-2');
    const { body } = await bench.bind(mobile, { token, profile: { name: '老王' } });
    expect(body['member']).toMatchObject({ name: '老王' });
  });
});
