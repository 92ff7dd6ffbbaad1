import { randomUUID } from 'node:crypto';
import type { MemberDetail } from '@mashang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bindMobile } from '../bind-mobile.ts';
import { aNumber, openMemberDesk, plainFields } from './member-desk.test-support.ts';
import type { MemberDesk } from './member-desk.test-support.ts';

let desk: MemberDesk;
beforeAll(async () => {
  desk = await openMemberDesk();
});
afterAll(() => desk.close());

test('S13: a member added by hand is kept as given and shown with a masked number', async () => {
  const mobile = aNumber();
  const added = await desk.add({
    mobile: `+86 ${mobile.slice(0, 3)}-${mobile.slice(3, 7)}-${mobile.slice(7)}`,
    name: '李师傅',
    kind: 'chef' as never,
    shopName: '好味餐厅',
    regionCode: '320505',
    tags: [' 老客户', '面馆', '老客户', '\u202e'],
    remark: '第一行\r\n第二行\u0000',
  });
  expect(added).toMatchObject({
    name: '李师傅',
    kind: 'chef',
    shopName: '好味餐厅',
    regionCode: '320505',
    tags: ['老客户', '面馆'],
    remark: '第一行\n第二行',
    mobileMasked: `154****${mobile.slice(-4)}`,
    origin: 'staff',
    status: 'active',
    inWechat: false,
    hasPassword: false,
    balance: 0,
    identities: [],
  });
  expect((await desk.ask('GET', `members/${added.memberId}`)).body).toEqual(added);
});

test('S13: whoever proves the number of a record added by hand becomes that record', async () => {
  const mobile = aNumber();
  const { memberId } = await desk.add({ mobile });
  const { db, clock, mobiles } = desk;
  const sms = { checkCode: () => Promise.resolve({ right: true }) } as never;
  const onMemberCreated = () => Promise.reject(new Error('nobody is new'));
  const anywhere = { inWechat: false, movesWechat: false, userAgent: undefined };
  const input = { mobile, smsCode: '123456', profile: {}, sessionHash: null, ...anywhere };
  const binding = await db
    .transaction()
    .execute((tx) => bindMobile(tx, { clock, mobiles, sms, onMemberCreated }, input));
  expect(binding).toMatchObject({ outcome: 'bound', memberId, isNew: false });
});

test('S13: fifty clerks adding one number at once make one member, and all learn which', async () => {
  const mobile = aNumber();
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => desk.ask('POST', 'members', { ...plainFields, mobile })),
  );
  const made = answers.filter(({ status }) => status === 200);
  expect(made).toHaveLength(1);
  const { memberId } = made[0]!.body as unknown as MemberDetail;
  for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
    expect({ status, code: body.code, details: body.details }).toEqual({
      status: 409,
      code: 'mobile_taken',
      details: { memberId },
    });
  }
});

test('S13: text of any kind is kept as text, and what cannot be seen is no name', async () => {
  const name = '<b>x</b> 👨‍👩‍👧 \u202eevil\u0000 =1+1';
  const { memberId, name: kept } = await desk.add({ name });
  expect(kept).toBe('<b>x</b> 👨‍👩‍👧 evil =1+1');
  const edit = (fields: object) =>
    desk.ask('PUT', `members/${memberId}`, { ...plainFields, ...fields });
  expect(await edit({ name: '\u200b\u202e ' })).toMatchObject({
    status: 400,
    body: { code: 'bad_request', details: { field: 'name' } },
  });
  expect((await edit({ regionCode: '999999' })).status).toBe(400);
  expect((await edit({ name: '\ud800半个' })).status).toBe(200);
  expect(
    (await desk.ask('POST', 'members', { ...plainFields, mobile: '15400000000x' })).body,
  ).toMatchObject({
    code: 'mobile_invalid',
  });
});

test('S13: an unknown member is refused everywhere', async () => {
  const attempt = { attemptId: randomUUID(), points: 1, reason: '补发' };
  const answers = await Promise.all([
    desk.ask('GET', 'members/999999999'),
    desk.ask('PUT', 'members/999999999', plainFields),
    desk.ask('POST', 'members/999999999/freeze', { frozen: true, reason: '作弊' }),
    desk.ask('POST', 'members/999999999/reveal', {}),
    desk.ask('POST', 'members/999999999/adjustments', attempt),
    desk.ask('POST', 'members/999999999/sign-out', {}),
  ]);
  for (const { status, body } of answers) {
    expect([status, body.code]).toEqual([404, 'member_not_found']);
  }
});

test('S13: a member who lives in a district that was dissolved can still be edited', async () => {
  const { memberId } = await desk.add();
  await desk.db
    .updateTable('member')
    .set({ regionCode: '320504' })
    .where('memberId', '=', memberId)
    .execute();
  const kept = await desk.ask('PUT', `members/${memberId}`, {
    ...plainFields,
    regionCode: '320504',
  });
  expect(kept).toMatchObject({ status: 200, body: { regionCode: '320504' } });
});

test('S13: freezing needs a reason, happens once, is told once, and thaws', async () => {
  const { memberId } = await desk.add();
  const freeze = (frozen: boolean, reason: string) =>
    desk.ask<MemberDetail>('POST', `members/${memberId}/freeze`, { frozen, reason });
  expect((await freeze(true, ' \u200b')).status).toBe(400);
  const answers = await Promise.all(Array.from({ length: 20 }, () => freeze(true, '刷分')));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(answers[0]!.body).toMatchObject({ status: 'frozen', frozenReason: '刷分' });
  expect(answers[0]!.body.frozenAt).not.toBeNull();
  expect(await freeze(true, '别的原因')).toMatchObject({
    status: 409,
    body: { code: 'changed_meanwhile' },
  });
  expect((await freeze(false, '')).body).toMatchObject({ status: 'active', frozenReason: null });
  const told = desk.notices.filter((notice) => notice.memberId === memberId);
  expect(told.map(({ kind, details }) => [kind, details])).toEqual([
    ['accountFrozen', { reason: '刷分' }],
    ['accountThawed', {}],
  ]);
});

test('S13: freezing waits for a claim under way', async () => {
  const { memberId } = await desk.add();
  const order: string[] = [];
  let claimIsUnderWay = () => undefined as void;
  const underWay = new Promise<void>((resolve) => (claimIsUnderWay = resolve));
  const claim = desk.db.transaction().execute(async (tx) => {
    await tx
      .selectFrom('member')
      .select('status')
      .where('memberId', '=', memberId)
      .forKeyShare()
      .execute();
    claimIsUnderWay();
    await new Promise((resolve) => setTimeout(resolve, 200));
    order.push('claimed');
  });
  await underWay;
  await desk.ask('POST', `members/${memberId}/freeze`, { frozen: true, reason: '刷分' });
  order.push('frozen');
  await claim;
  expect(order).toEqual(['claimed', 'frozen']);
});

test('S14: one attempt adjusts once however often it is sent, and the member is told once', async () => {
  const { memberId } = await desk.add({ regionCode: '320505' });
  const adjust = (points: number, attemptId = randomUUID()) =>
    desk.ask<MemberDetail>('POST', `members/${memberId}/adjustments`, {
      attemptId,
      points,
      reason: '活动补发',
    });
  const attemptId = randomUUID();
  const answers = await Promise.all(Array.from({ length: 20 }, () => adjust(100, attemptId)));
  expect(answers.map(({ status, body }) => [status, body.balance])).toEqual(
    Array.from({ length: 20 }, () => [200, 100]),
  );
  expect((await adjust(-30)).body).toMatchObject({ balance: 70 });
  expect((await adjust(-71)).body).toMatchObject({
    code: 'points_short',
    details: { balance: 70 },
  });
  expect((await adjust(0)).status).toBe(400);
  expect((await adjust(10_000_001)).status).toBe(400);
  expect((await adjust(10_000_000)).body).toMatchObject({ balance: 10_000_070 });
  expect((await adjust(-10_000_000)).body).toMatchObject({ balance: 70 });
  const told = desk.notices.filter((notice) => notice.memberId === memberId);
  expect(told.map(({ details }) => details.points)).toEqual([100, -30, 10_000_000, -10_000_000]);
  const entry = await desk.db
    .selectFrom('pointsEntry')
    .select(['kind', 'regionCode', 'memberKind', 'staffId', 'explanation'])
    .where('memberId', '=', memberId)
    .where('sequence', '=', 1)
    .executeTakeFirstOrThrow();
  expect(entry).toEqual({
    kind: 'adjustment',
    regionCode: '320500',
    memberKind: 'consumer',
    staffId: 1,
    explanation: { reason: '活动补发' },
  });
});

test('S13: the whole number is revealed a hundred times an hour, not more', async () => {
  const mobile = aNumber();
  const { memberId } = await desk.add({ mobile });
  const reveal = () => desk.ask<{ mobile: string }>('POST', `members/${memberId}/reveal`, {});
  desk.clock.advanceMs(3_600_000);
  const answers = await Promise.all(Array.from({ length: 110 }, reveal));
  const shown = answers.filter(({ status }) => status === 200);
  expect(shown).toHaveLength(100);
  expect(shown[0]!.body.mobile).toBe(mobile);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
  desk.clock.advanceMs(3_600_000);
  expect((await reveal()).status).toBe(200);
});

test('S13: every session of a member can be ended', async () => {
  const { memberId } = await desk.add();
  const other = await desk.add();
  for (const [index, owner] of [memberId, memberId, other.memberId].entries()) {
    const tokenHash = Buffer.from(`${memberId}-${index}`);
    const moments = { createdAt: desk.clock.now(), expiresAt: desk.clock.now() };
    await desk.db
      .insertInto('memberSession')
      .values({ tokenHash, memberId: owner, ...moments })
      .execute();
  }
  const signOut = () => desk.ask('POST', `members/${memberId}/sign-out`, {});
  expect((await signOut()).body).toEqual({ ended: 2 });
  expect((await signOut()).body).toEqual({ ended: 0 });
});

test('S13: tags in use are listed, the commonest first', async () => {
  await desk.add({ tags: ['常见', '少见'] });
  await desk.add({ tags: ['常见'] });
  const { body } = await desk.ask<{ tags: object[] }>('GET', 'member-tags');
  expect(body.tags).toContainEqual({ tag: '常见', members: 2 });
  expect(body.tags).toContainEqual({ tag: '少见', members: 1 });
});
