import type { OwnRedemptionDetail, PackingSlip } from '@mashang/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { homeAddress, openRedemptionDesk } from './redemption-desk.test-support.ts';
import type { RedemptionDesk, TestMember } from './redemption-desk.test-support.ts';

let desk: RedemptionDesk;
beforeAll(async () => {
  desk = await openRedemptionDesk();
});
afterEach(() => desk.expectSound());
afterAll(() => desk.close());

interface BatchReply {
  done: number[];
  refused: { redemptionId: number; code: string; message: string }[];
}
async function clerk(action: string, body: object, staffId = 7): Promise<BatchReply> {
  const url = `/api/hq/redemptions/${action}`;
  return (await desk.ask<BatchReply>('POST', url, { body, staffId })).body;
}
const approve = (...redemptionIds: number[]) => clerk('approve', { redemptionIds });
const ship = (redemptionId: number, trackingNumber = ' sf 123\u202e ', carrier = '顺丰') =>
  clerk('ship', { shipments: [{ redemptionId, carrier, trackingNumber }] });
const reject = (redemptionIds: number[], reason = '库存有误') =>
  clerk('reject', { redemptionIds, reason });
async function own(
  { memberId }: TestMember,
  action: 'cancel' | 'receive' | '',
  redemptionId: number,
) {
  const url = `/api/me/redemptions/${redemptionId}${action && `/${action}`}`;
  const options = action ? { memberId, body: {} } : { memberId };
  const reply = await desk.ask(action ? 'POST' : 'GET', url, options);
  return { ...reply, code: (reply.body['code'] as string | undefined) ?? 'done' };
}
async function aRedemption(quantity = 1) {
  const member = await desk.aMember(1000);
  const giftId = await desk.aGift();
  const { redemptionId } = await desk.redeem(member, giftId, { quantity });
  return { member, giftId, redemptionId };
}
async function noticesOf({ memberId }: TestMember): Promise<string[]> {
  const { body } = await desk.ask<{ rows: { kind: string }[] }>('GET', '/api/me/notices', {
    memberId,
  });
  return body.rows.map(({ kind }) => kind);
}

describe('S16: head office processes redemptions', () => {
  test('applied, approved, shipped, received: each step has its clerk, its moment and its notice', async () => {
    const { member, redemptionId } = await aRedemption();
    expect(await approve(redemptionId)).toEqual({ done: [redemptionId], refused: [] });
    expect((await ship(redemptionId)).done).toEqual([redemptionId]);
    expect((await own(member, 'receive', redemptionId)).code).toBe('done');
    const { body: slip } = await desk.ask<PackingSlip>(
      'GET',
      `/api/hq/redemptions/${redemptionId}`,
    );
    expect(slip).toMatchObject({
      state: 'received',
      carrier: '顺丰',
      trackingNumber: 'SF123',
      memberName: '王师傅',
      memberKind: 'chef',
      regionCode: '320500',
      address: homeAddress,
    });
    const steps = slip.timeline.map(({ state, by, note }) => [state, by, note]);
    expect(steps).toEqual([
      ['applied', '会员', ''],
      ['approved', '小李', ''],
      ['shipped', '小李', '顺丰 SF123'],
      ['received', '会员', ''],
    ]);
    const story = (await own(member, '', redemptionId)).body as unknown as OwnRedemptionDetail;
    expect(story.timeline.map(({ by }) => by)).toEqual(['本人', '品牌方', '品牌方', '本人']);
    expect(await noticesOf(member)).toEqual([
      'redemptionReceived',
      'redemptionShipped',
      'redemptionApproved',
      'redemptionApplied',
    ]);
  });

  test('a rejection says why and gives points and pieces back, once', async () => {
    const { member, giftId, redemptionId } = await aRedemption(3);
    expect(await desk.balanceOf(member.memberId)).toBe(700);
    await approve(redemptionId);
    expect((await reject([redemptionId], ' 地址<b>不详</b>\u0000 ')).done).toEqual([redemptionId]);
    expect((await reject([redemptionId])).refused).toMatchObject([
      { code: 'redemption_state_conflict', message: '这笔兑换已被拒绝，积分已退回，不能这样操作' },
    ]);
    expect(await desk.balanceOf(member.memberId)).toBe(1000);
    expect(await desk.stockOf(giftId)).toBe(10);
    expect((await own(member, '', redemptionId)).body).toMatchObject({
      state: 'rejected',
      rejectReason: '地址<b>不详</b>',
    });
  });

  test('fifty refunds of one redemption at once, by member and clerks, are one refund', async () => {
    const { member, giftId, redemptionId } = await aRedemption(2);
    const replies = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        if (index % 2) return (await own(member, 'cancel', redemptionId)).code === 'done';
        return (await reject([redemptionId])).done.length === 1;
      }),
    );
    expect(replies.filter(Boolean)).toHaveLength(1);
    expect(await desk.balanceOf(member.memberId)).toBe(1000);
    expect(await desk.stockOf(giftId)).toBe(10);
    expect(await noticesOf(member)).toHaveLength(2);
  });

  test('two clerks and a member at one redemption: one ships, cancels or rejects', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { member, redemptionId } = await aRedemption();
      await approve(redemptionId);
      const [shipped, alsoShipped, cancelled, rejected] = await Promise.all([
        ship(redemptionId, 'A1'),
        ship(redemptionId, 'B2'),
        own(member, 'cancel', redemptionId),
        reject([redemptionId]),
      ]);
      const done = [shipped, alsoShipped, rejected].flatMap((reply) => reply.done).length;
      expect(done + (cancelled.code === 'done' ? 1 : 0)).toBe(1);
    }
  });

  test('two clerks with the same twenty redemptions approve each of them once, without deadlock', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => aRedemption()));
    const ids = made.map(({ redemptionId }) => redemptionId);
    const replies = await Promise.all([
      clerk('approve', { redemptionIds: ids }, 7),
      clerk('approve', { redemptionIds: ids.toReversed() }, 8),
      reject(ids.slice(0, 5)),
    ]);
    const approved = [...(replies[0]?.done ?? []), ...(replies[1]?.done ?? [])];
    const rejectedOnly = (replies[2]?.done ?? []).filter((id) => !approved.includes(id));
    expect([...approved, ...rejectedOnly].sort((a, b) => a - b)).toEqual(ids.sort((a, b) => a - b));
  });

  test('a batch does what it can and says one by one what it cannot', async () => {
    const [first, second] = [await aRedemption(), await aRedemption()];
    await own(second.member, 'cancel', second.redemptionId);
    const reply = await approve(second.redemptionId, 999_999, first.redemptionId);
    expect(reply.done).toEqual([first.redemptionId]);
    expect(reply.refused.map(({ redemptionId, code }) => [redemptionId, code])).toEqual([
      [second.redemptionId, 'redemption_state_conflict'],
      [999_999, 'redemption_not_found'],
    ]);
  });
});

describe('S16: what is refused', () => {
  test('no step is skipped or taken back', async () => {
    const { member, redemptionId } = await aRedemption();
    const conflict = 'redemption_state_conflict';
    expect((await ship(redemptionId)).refused[0]?.code).toBe(conflict);
    expect((await own(member, 'receive', redemptionId)).code).toBe(conflict);
    await approve(redemptionId);
    await ship(redemptionId);
    expect((await own(member, 'cancel', redemptionId)).code).toBe(conflict);
    expect((await reject([redemptionId])).refused[0]?.code).toBe(conflict);
    await clerk('receive', { redemptionIds: [redemptionId] });
    expect((await own(member, 'receive', redemptionId)).code).toBe(conflict);
    expect(await desk.balanceOf(member.memberId)).toBe(900);
  });

  test('nobody reads, cancels or receives what is somebody else’s', async () => {
    const { redemptionId } = await aRedemption();
    const stranger = await desk.aMember();
    for (const action of ['', 'cancel', 'receive'] as const) {
      const { status, code } = await own(stranger, action, redemptionId);
      expect({ status, code }).toEqual({ status: 404, code: 'redemption_not_found' });
    }
  });

  test('a parcel without carrier or number, a rejection without a reason', async () => {
    const { redemptionId } = await aRedemption();
    await approve(redemptionId);
    expect((await ship(redemptionId, ' \u200b ')).refused[0]?.code).toBe('bad_request');
    expect((await ship(redemptionId, 'SF1', '\u0000')).refused[0]?.code).toBe('bad_request');
    expect((await reject([redemptionId], ' ')).refused[0]?.code).toBe('bad_request');
  });

  test('a frozen member may still cancel: it only gives back', async () => {
    const { member, redemptionId } = await aRedemption();
    await desk.db
      .updateTable('member')
      .set({ status: 'frozen', frozenReason: '', frozenAt: desk.clock.now() })
      .where('memberId', '=', member.memberId)
      .execute();
    expect((await own(member, 'cancel', redemptionId)).code).toBe('done');
  });
});
