import { randomUUID } from 'node:crypto';
import type { OwnRedemptionDetail } from '@mashang/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openAllConnections } from '../../../test/harness-database.ts';
import { homeAddress, openRedemptionDesk } from './redemption-desk.test-support.ts';
import type { RedemptionDesk } from './redemption-desk.test-support.ts';

let desk: RedemptionDesk;
beforeAll(async () => {
  desk = await openRedemptionDesk();
});
afterEach(() => desk.expectSound());
afterAll(() => desk.close());

const times = <Value>(count: number, work: (index: number) => Promise<Value>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

function tally(replies: { code: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { code } of replies) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

async function detailOf(memberId: number, redemptionId: number) {
  const url = `/api/me/redemptions/${redemptionId}`;
  return (await desk.ask<OwnRedemptionDetail>('GET', url, { memberId })).body;
}

describe('S10: points become a gift', () => {
  test('points and stock go, the story says when and where to', async () => {
    const member = await desk.aMember(1000);
    const giftId = await desk.aGift();
    const reply = await desk.redeem(member, giftId, { quantity: 2, note: ' 请放门口\u0000🙂 ' });
    expect(reply).toMatchObject({
      status: 200,
      body: { balance: 800, redemption: { state: 'applied', quantity: 2, pointsTotal: 200 } },
    });
    expect(await desk.stockOf(giftId)).toBe(8);
    const { timeline, address, memberNote } = await detailOf(member.memberId, reply.redemptionId);
    expect({ address, memberNote }).toEqual({ address: homeAddress, memberNote: '请放门口🙂' });
    expect(timeline).toMatchObject([{ state: 'applied', by: '本人' }]);
    const { body } = await desk.ask('GET', '/api/me/notices', { memberId: member.memberId });
    expect(body['rows']).toMatchObject([
      { kind: 'redemptionApplied', path: `/redemptions/${reply.redemptionId}` },
    ]);
  });

  test('fifty members racing for the last three gifts get exactly three', async () => {
    const members = await times(50, () => desk.aMember(100));
    const giftId = await desk.aGift({ stock: 3 });
    await openAllConnections(desk.database, 25);
    const replies = await Promise.all(members.map((member) => desk.redeem(member, giftId)));
    expect(tally(replies)).toEqual({ redeemed: 3, gift_sold_out: 47 });
    expect(await desk.stockOf(giftId)).toBe(0);
    const balances = await times(50, (index) => desk.balanceOf(members[index]?.memberId ?? 0));
    expect(balances.filter((balance) => balance === 0)).toHaveLength(3);
    expect(balances.filter((balance) => balance === 100)).toHaveLength(47);
  });

  test('a double click, fifty times at once, is one redemption, also of the last piece', async () => {
    const member = await desk.aMember(100);
    const giftId = await desk.aGift({ stock: 1, limitPerMember: 1 });
    const attemptId = randomUUID();
    const replies = await times(50, () => desk.redeem(member, giftId, { attemptId }));
    expect(tally(replies)).toEqual({ redeemed: 50 });
    expect(new Set(replies.map(({ redemptionId }) => redemptionId)).size).toBe(1);
    expect(await desk.balanceOf(member.memberId)).toBe(0);
    const { memberId } = member;
    const { body } = await desk.ask<{ rows: unknown[] }>('GET', '/api/me/redemptions', {
      memberId,
    });
    expect(body.rows).toHaveLength(1);
  });

  test('many devices spending the same points spend them once', async () => {
    const member = await desk.aMember(250);
    const giftIds = await times(5, () => desk.aGift({ stock: 50 }));
    const replies = await times(50, (index) => desk.redeem(member, giftIds[index % 5] ?? 0));
    expect(tally(replies)).toEqual({ redeemed: 2, points_short: 48 });
    expect(replies.find(({ code }) => code === 'points_short')?.body['details']).toEqual({
      balance: expect.any(Number) as number,
    });
    expect(await desk.balanceOf(member.memberId)).toBe(50);
  });

  test('the limit of a gift holds over many devices, and counts what was given back no more', async () => {
    const member = await desk.aMember(10_000);
    const giftId = await desk.aGift({ stock: 60, limitPerMember: 3 });
    const replies = await times(30, () => desk.redeem(member, giftId));
    expect(tally(replies)).toEqual({ redeemed: 3, gift_limit_reached: 27 });
    const { memberId } = member;
    const first = replies.find(({ code }) => code === 'redeemed')?.redemptionId;
    await desk.ask('POST', `/api/me/redemptions/${first}/cancel`, { memberId, body: {} });
    const { body } = await desk.ask('GET', `/api/gifts/${giftId}`, { memberId });
    expect(body['leftForMember']).toBe(1);
    const tooMany = await desk.redeem(member, giftId, { quantity: 2 });
    expect(tooMany.body['details']).toEqual({ limit: 3, left: 1 });
    expect((await desk.redeem(member, giftId)).code).toBe('redeemed');
  });

  test('one attempt that failed may be made again', async () => {
    const member = await desk.aMember(100);
    const giftId = await desk.aGift({ stock: 0 });
    const attemptId = randomUUID();
    expect((await desk.redeem(member, giftId, { attemptId })).code).toBe('gift_sold_out');
    const correction = { change: 1, note: '补货' };
    await desk.ask('POST', `/api/hq/gifts/${giftId}/stock`, { body: correction });
    expect((await desk.redeem(member, giftId, { attemptId })).code).toBe('redeemed');
  });
});

describe('S10: refused clearly, nothing lost', () => {
  test('a gift edited between page and click is not paid at another price', async () => {
    const member = await desk.aMember();
    const giftId = await desk.aGift();
    const fields = { name: '炒锅', descriptionHtml: '', pictureIds: [], limitPerMember: null };
    const body = { ...fields, sortOrder: 1, pointsPrice: 900, version: 1 };
    await desk.ask('PUT', `/api/hq/gifts/${giftId}`, { body });
    const reply = await desk.redeem(member, giftId);
    expect(reply).toMatchObject({ status: 409, code: 'gift_changed' });
    expect(reply.body['details']).toEqual({ pointsPrice: 900 });
    expect(await desk.balanceOf(member.memberId)).toBe(1000);
  });

  test('a price that changes while fifty redeem is paid as it was seen, or not at all', async () => {
    const members = await times(50, () => desk.aMember(1000));
    const giftId = await desk.aGift({ stock: 50 });
    const fields = { name: '炒锅', descriptionHtml: '', pictureIds: [], limitPerMember: null };
    const body = { ...fields, sortOrder: 1, pointsPrice: 300, version: 1 };
    const replies = await times(51, async (index) => {
      const member = members[index];
      if (member) return desk.redeem(member, giftId);
      return { ...(await desk.ask('PUT', `/api/hq/gifts/${giftId}`, { body })), code: 'edited' };
    });
    const { redeemed = 0, gift_changed: changed = 0 } = tally(replies);
    expect(redeemed + changed).toBe(50);
    expect(await desk.stockOf(giftId)).toBe(50 - redeemed);
  });

  test('a gift taken off sale, archived or deleted between page and click', async () => {
    const member = await desk.aMember();
    const giftId = await desk.aGift();
    const state = { state: 'offSale' };
    await desk.ask('POST', `/api/hq/gifts/${giftId}/state`, { body: state });
    expect((await desk.redeem(member, giftId)).code).toBe('gift_not_on_sale');
    await desk.ask('DELETE', `/api/hq/gifts/${giftId}`);
    expect((await desk.redeem(member, giftId)).code).toBe('gift_not_found');
  });

  test('a gift deleted while thirty redeem it is either theirs and archived, or gone', async () => {
    const members = await times(30, () => desk.aMember(100));
    const giftId = await desk.aGift({ stock: 30 });
    const replies = await times(31, async (index) => {
      const member = members[index];
      if (member) return desk.redeem(member, giftId);
      const { body } = await desk.ask('DELETE', `/api/hq/gifts/${giftId}`);
      return { code: String(body['outcome']) };
    });
    const counts = tally(replies);
    const { redeemed = 0, gift_not_on_sale: off = 0, gift_not_found: gone = 0 } = counts;
    expect(redeemed + off + gone).toBe(30);
    expect(counts[redeemed > 0 ? 'archived' : 'deleted']).toBe(1);
  });

  test('a frozen member redeems nothing, also when the freeze comes at the same time', async () => {
    const member = await desk.aMember(5000);
    const giftId = await desk.aGift({ stock: 50 });
    const freeze = () =>
      desk.db
        .updateTable('member')
        .set({ status: 'frozen', frozenReason: '', frozenAt: desk.clock.now() })
        .where('memberId', '=', member.memberId)
        .execute();
    const [, ...replies] = await Promise.all([
      freeze(),
      ...Array.from({ length: 20 }, () => desk.redeem(member, giftId)),
    ]);
    const { redeemed = 0, member_frozen: frozen = 0 } = tally(replies);
    expect(redeemed + frozen).toBe(20);
    expect((await desk.redeem(member, giftId)).code).toBe('member_frozen');
  });

  test('somebody else’s address is no address', async () => {
    const [member, other] = [await desk.aMember(), await desk.aMember()];
    const giftId = await desk.aGift();
    const thief = { ...member, addressId: other.addressId };
    expect((await desk.redeem(thief, giftId)).code).toBe('address_not_found');
  });

  test.each([
    ['no piece', { quantity: 0 }, 'bad_request'],
    ['half a piece', { quantity: 1.5 }, 'bad_request'],
    ['more pieces than anybody carries', { quantity: 1001 }, 'bad_request'],
    ['more than there are', { quantity: 11 }, 'gift_sold_out'],
    ['a price of nothing', { pointsPrice: 0 }, 'bad_request'],
    ['a price beyond integers', { pointsPrice: 2 ** 40 }, 'gift_changed'],
    ['an attempt that is no number of its own', { attemptId: 'x' }, 'bad_request'],
    ['a note of 5,000 characters', { note: '长'.repeat(5000) }, 'bad_request'],
  ])('%s is refused', async (_name, given, code) => {
    const member = await desk.aMember(1_000_000);
    const giftId = await desk.aGift();
    expect((await desk.redeem(member, giftId, given)).code).toBe(code);
    expect([await desk.balanceOf(member.memberId), await desk.stockOf(giftId)]).toEqual([
      1_000_000, 10,
    ]);
  });

  test('a member who redeems and cancels in a circle is stopped for the rest of the hour', async () => {
    const member = await desk.aMember(100);
    const giftId = await desk.aGift();
    const { memberId } = member;
    const first = await desk.redeem(member, giftId);
    await desk.ask('POST', `/api/me/redemptions/${first.redemptionId}/cancel`, {
      memberId,
      body: {},
    });
    const again = await times(120, () => desk.redeem(member, 999_999));
    expect(tally(again)).toEqual({ gift_not_found: 99, too_many_requests: 21 });
    expect((await desk.redeem(member, giftId)).status).toBe(429);
    expect((await desk.redeem(await desk.aMember(), giftId)).status).toBe(200);
    desk.clock.advanceMs(60 * 60 * 1000);
    expect((await desk.redeem(member, giftId)).status).toBe(200);
  });

  test('a thousand pieces of the dearest gift are counted exactly', async () => {
    const member = await desk.aMember(100_000_000_001);
    const giftId = await desk.aGift({ stock: 100_000_000, pointsPrice: 100_000_000 });
    const given = { quantity: 1000, pointsPrice: 100_000_000 };
    const { body } = await desk.redeem(member, giftId, given);
    expect(body['balance']).toBe(1);
  });
});
