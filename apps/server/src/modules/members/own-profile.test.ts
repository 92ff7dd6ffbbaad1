import { expect, test } from 'vitest';
import { findOpenId, requireActiveMember } from './index.ts';
import { appId, useMembersBench } from './members-bench.ts';

const bench = useMembersBench();
const mobile = '15400000001';
const whole = { name: '王师傅', kind: 'chef', shopName: '老王面馆', regionCode: '330106' };

const enter = async (openId = 'open-1') =>
  (await bench.bind(mobile, { token: await bench.enterFromWechat(openId) })).token ?? '';
const save = (token: string, fields: object) =>
  bench.call('PUT /api/me/profile', { ...whole, ...fields }, token);

test('S9: name, kind, shop and region are changed, emptied and read again', async () => {
  const token = await enter();
  expect(await save(token, {})).toMatchObject({ status: 200, body: { member: whole } });
  const emptied = { kind: 'consumer', shopName: '', regionCode: null };
  expect((await save(token, emptied)).body['member']).toMatchObject({ name: '王师傅', ...emptied });
  const { body } = await bench.call('GET /api/session', undefined, token);
  expect(body['member']).toMatchObject(emptied);
});

test.each([
  ['a name of nothing visible', { name: '\u200b\u202e' }],
  ['a name of 5,000 characters', { name: '王'.repeat(5000) }],
  ['a shop of 61 characters', { shopName: '面'.repeat(61) }],
  ['a region that is not in the list', { regionCode: '330199' }],
  ['an unknown kind', { kind: 'admin' }],
  ['a balance', { balance: 1 }],
])('S9: a profile with %s is refused and nothing changes', async (_what, fields) => {
  const token = await enter();
  expect(await save(token, fields)).toMatchObject({ status: 400, body: { code: 'bad_request' } });
  const { body } = await bench.call('GET /api/session', undefined, token);
  expect(body['member']).toMatchObject({ name: '会员0001', shopName: '' });
});

test.each(['😀', '\u202e反', 'a\u0000b', '半\ud800', '<b>王</b>'])(
  'S9: the name and shop %j survive',
  async (text) => {
    expect((await save(await enter(), { name: text, shopName: text })).status).toBe(200);
  },
);

test('S15: who may earn is told with kind and city, as the ledger notes them', async () => {
  const token = await enter();
  const { db } = bench.database;
  const [memberId = -1] = bench.opened;
  const read = (id: number) => db.transaction().execute((tx) => requireActiveMember(tx, id));
  expect(await read(memberId)).toEqual({ kind: 'consumer', regionCode: null });
  await save(token, {});
  expect(await read(memberId)).toEqual({ kind: 'chef', regionCode: '330100' });
  await save(token, { regionCode: '330000' });
  expect(await read(memberId)).toEqual({ kind: 'chef', regionCode: '330000' });
  await expect(read(999_999)).rejects.toMatchObject({ code: 'member_not_found' });
});

test('S13: a freeze waits for the redemption that found the member active', async () => {
  await enter();
  const { db } = bench.database;
  const [memberId = -1] = bench.opened;
  const order: string[] = [];
  let freeze: Promise<unknown> = Promise.resolve();
  await db.transaction().execute(async (tx) => {
    await requireActiveMember(tx, memberId);
    freeze = bench
      .rows(`update member set status = 'frozen', frozen_reason = ''`)
      .then(() => order.push('frozen'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    order.push('redeemed');
  });
  await freeze;
  expect(order).toEqual(['redeemed', 'frozen']);
});

test('S12: a notice finds the WeChat user of a member, of this account only', async () => {
  await enter('open-1');
  const { db } = bench.database;
  const [memberId = -1] = bench.opened;
  await bench.rows('insert into member_identity values ($1, $2, $3, now())', [
    ...['wx-former', 'open-0', memberId],
  ]);
  expect(await findOpenId(db, { appId, memberId })).toBe('open-1');
  expect(await findOpenId(db, { appId: 'wx-other', memberId })).toBeNull();
  expect(await findOpenId(db, { appId, memberId: 999_999 })).toBeNull();
});
