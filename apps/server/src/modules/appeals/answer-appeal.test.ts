import { randomUUID } from 'node:crypto';
import type { OwnAppeal } from '@mashang/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { expectSoundLedger } from '../../../test/audit-ledger.ts';
import { openAppealDesk, type AppealDesk } from './appeal-desk.test-support.ts';

let desk: AppealDesk;
beforeAll(async () => {
  desk = await openAppealDesk();
});
afterEach(() => expectSoundLedger(desk.db));
afterAll(() => desk.close());

const fifty = <Value>(work: (index: number) => Promise<Value>) =>
  Promise.all(Array.from({ length: 50 }, (_none, index) => work(index)));
async function anAppeal(given: object = {}) {
  const memberId = await desk.aMember();
  return { memberId, appealId: (await desk.open(memberId, given)).body.appealId };
}
const ownOf = async ({ memberId, appealId }: { memberId: number; appealId: number }) =>
  (await desk.ask<OwnAppeal>('GET', `/api/me/appeals/${appealId}`, { memberId })).body;
const leftOf = async (staffId: number) => {
  type Rules = { pointsLeftToday: number };
  return (await desk.ask<Rules>('GET', '/api/hq/appeal-rules', { staffId })).body.pointsLeftToday;
};

describe('B8: head office answers', () => {
  test('without points: the member is told in words, once', async () => {
    const appeal = await anAppeal();
    const { body } = await desk.answer(appeal.appealId, { answer: ' 该码确已被您\u202e家人领取 ' });
    expect(body).toMatchObject({
      state: 'answered',
      answeredByName: '同事7',
      grantedPoints: 0,
      version: 2,
    });
    expect(await ownOf(appeal)).toMatchObject({
      state: 'answered',
      answer: '该码确已被您家人领取',
    });
    expect(await desk.noticesOf(appeal.memberId)).toMatchObject([
      {
        kind: 'appealAnswered',
        detail: '该码确已被您家人领取',
        path: `/appeals/${appeal.appealId}`,
      },
    ]);
    expect(await desk.balanceOf(appeal.memberId)).toBe(0);
  });

  test('with points: one movement in the ledger, of fifty clicks at once', async () => {
    const appeal = await anAppeal();
    const attemptId = randomUUID();
    const replies = await fifty(() => desk.answer(appeal.appealId, { attemptId, points: 20 }));
    expect(new Set(replies.map(({ code }) => code))).toEqual(new Set(['done']));
    expect(await desk.balanceOf(appeal.memberId)).toBe(20);
    const [notice, ...more] = await desk.noticesOf(appeal.memberId);
    expect(notice).toMatchObject({ kind: 'appealGranted' });
    expect(more).toEqual([]);
    const entry = await desk.db
      .selectFrom('pointsEntry')
      .select(['explanation', 'staffId', 'kind'])
      .where('memberId', '=', appeal.memberId)
      .executeTakeFirst();
    expect(entry).toMatchObject({
      kind: 'adjustment',
      staffId: 7,
      explanation: { reason: `申诉 #${appeal.appealId} 补给` },
    });
  });

  test('by fifty clerks at once is one answer; the others hear that it changed', async () => {
    const { appealId, memberId } = await anAppeal();
    const replies = await fifty((index) => desk.answer(appealId, { points: 1 }, 100 + index));
    expect(replies.filter(({ code }) => code === 'done')).toHaveLength(1);
    expect(replies.filter(({ code }) => code === 'changed_meanwhile')).toHaveLength(49);
    expect(await desk.balanceOf(memberId)).toBe(1);
  });

  test('while the member withdraws: one of both, and points only with an answer', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { appealId, memberId } = await anAppeal();
      const url = `/api/me/appeals/${appealId}/withdraw`;
      const [answered, withdrawn] = await Promise.all([
        desk.answer(appealId, { points: 5 }, 30),
        desk.ask('POST', url, { memberId, body: {} }),
      ]);
      expect([answered.code, withdrawn.code].filter((code) => code === 'done')).toHaveLength(1);
      expect(await desk.balanceOf(memberId)).toBe(answered.code === 'done' ? 5 : 0);
    }
  });

  test('never with more points than an appeal may have, nor without words', async () => {
    const { appealId } = await anAppeal();
    const tooMuch = await desk.answer(appealId, { points: 501 });
    expect(tooMuch).toMatchObject({
      code: 'grant_too_large',
      body: { details: { pointsMax: 500 } },
    });
    expect((await desk.answer(appealId, { answer: ' \u200b' })).code).toBe('bad_request');
    expect((await desk.answer(appealId, { points: 5, reason: ' ' })).code).toBe('bad_request');
    expect((await desk.answer(999_999)).code).toBe('appeal_not_found');
  });

  test('with no more than a clerk may give in a day, of fifty at once exactly', async () => {
    const memberId = await desk.aMember();
    desk.settings.memberAppealsPerDayMax = 50;
    const appeals = await fifty(async () => (await desk.open(memberId)).body);
    desk.settings.memberAppealsPerDayMax = 5;
    const replies = await fifty((index) =>
      desk.answer(appeals[index]?.appealId ?? 0, { points: 90 }, 40),
    );
    // 22 × 90 = 1980 of 2000.
    expect(replies.filter(({ code }) => code === 'done')).toHaveLength(22);
    expect(replies.find(({ code }) => code === 'grant_too_large')?.body).toMatchObject({
      details: { pointsLeftToday: 20 },
    });
    expect(await leftOf(40)).toBe(20);
    desk.clock.advanceMs(24 * 60 * 60 * 1000);
    expect(await leftOf(40)).toBe(2000);
  });
});

describe('B8: points above the threshold', () => {
  test('wait for a second administrator, and the member knows nothing of it', async () => {
    const appeal = await anAppeal();
    const { body } = await desk.answer(appeal.appealId, { points: 300 });
    expect(body).toMatchObject({
      state: 'waitingApproval',
      proposedPoints: 300,
      proposedByName: '同事7',
      mayApprove: false,
    });
    expect(await ownOf(appeal)).toMatchObject({ state: 'open', answer: null, grantedPoints: 0 });
    expect(await desk.noticesOf(appeal.memberId)).toEqual([]);
    const own = await desk.judge(appeal.appealId, 'approve', {}, 7);
    expect(own.code).toBe('second_approver_needed');
    const url = `/api/hq/appeals/${appeal.appealId}/approve`;
    const operator = { staffId: 8, body: { version: 2 } };
    expect((await desk.ask('POST', url, operator)).code).toBe('forbidden');
    const asAdministrator = { staffId: 8, role: 'administrator' } as const;
    expect((await desk.detail(appeal.appealId, asAdministrator)).mayApprove).toBe(true);
    const replies = await fifty(() => desk.judge(appeal.appealId, 'approve'));
    expect(new Set(replies.map(({ code }) => code))).toEqual(new Set(['done']));
    expect(replies[0]?.body).toMatchObject({
      state: 'answered',
      grantedPoints: 300,
      proposedPoints: null,
      answeredByName: '同事7',
      approvedByName: '同事8',
    });
    expect(await desk.balanceOf(appeal.memberId)).toBe(300);
    expect(await desk.noticesOf(appeal.memberId)).toHaveLength(1);
  });

  test('are approved or declined, not both; declined ones may be given to somebody else', async () => {
    for (let round = 0; round < 4; round += 1) {
      const staffId = 50 + round;
      const { appealId, memberId } = await anAppeal();
      await desk.answer(appealId, { points: 400 }, staffId);
      expect(await leftOf(staffId)).toBe(1600);
      const replies = await Promise.all([
        desk.judge(appealId, 'approve', {}, 8),
        desk.judge(appealId, 'decline', {}, 9),
      ]);
      const codes = replies.map(({ code }) => code);
      expect(codes.toSorted()).toEqual(['changed_meanwhile', 'done']);
      const isApproved = codes[0] === 'done';
      expect(await desk.balanceOf(memberId)).toBe(isApproved ? 400 : 0);
      expect(await leftOf(staffId)).toBe(isApproved ? 1600 : 2000);
    }
  });

  test('declined say why, and the appeal is answered anew', async () => {
    const { appealId, memberId } = await anAppeal();
    await desk.answer(appealId, { points: 200 }, 60);
    const { body } = await desk.judge(appealId, 'decline', { reason: '没有\u0000照片' });
    expect(body).toMatchObject({ state: 'open', answer: null, proposedPoints: null, version: 3 });
    await desk.answer(appealId, { version: 3, points: 50 }, 60);
    const { events } = await desk.detail(appealId);
    expect(events.map(({ step, text, staffName }) => [step, text, staffName])).toEqual([
      ['opened', '扫不了', null],
      ['proposed', '+200 已核实', ''],
      ['declined', '没有照片', '同事8'],
      ['answered', '+50 已核实', ''],
    ]);
    expect(await desk.balanceOf(memberId)).toBe(50);
  });

  test('withdrawn by the member, who sees an open appeal, are given to nobody', async () => {
    const { appealId, memberId } = await anAppeal();
    await desk.answer(appealId, { points: 200 }, 61);
    const url = `/api/me/appeals/${appealId}/withdraw`;
    expect((await desk.ask('POST', url, { memberId, body: {} })).code).toBe('done');
    const late = await desk.judge(appealId, 'approve', { version: 3 });
    expect(late.code).toBe('appeal_state_conflict');
    expect(await leftOf(61)).toBe(2000);
  });

  test('are held to the limit in force when they are approved', async () => {
    const { appealId } = await anAppeal();
    await desk.answer(appealId, { points: 450 });
    desk.settings.pointsMax = 300;
    expect((await desk.judge(appealId, 'approve')).code).toBe('grant_too_large');
    desk.settings.pointsMax = 500;
  });
});

describe('B8: the queue', () => {
  test('is oldest first, page by page, filtered, counted and exported', async () => {
    const first = await anAppeal({ kind: 'fake', text: 'code-77', note: '=cmd|calc' });
    desk.clock.advanceMs(1000);
    const same = await anAppeal({ kind: 'fake', text: 'code-77' });
    desk.clock.advanceMs(1000);
    const third = await anAppeal({ kind: 'fake' });
    const ids = [first, same, third].map(({ appealId }) => appealId);
    const read = async (query: string) => {
      const found: number[] = [];
      let cursor = '';
      do {
        const page = await desk.queue(`?kind=fake&limit=2${query}${cursor}`);
        found.push(...page.rows.map((row) => row.appealId));
        cursor = page.next ? `&cursor=${page.next}` : '';
      } while (cursor);
      return found;
    };
    expect(await read('')).toEqual(ids);
    expect(await read('&sort=newest')).toEqual(ids.toReversed());
    expect(await read('&state=answered')).toEqual([]);
    expect(await read(`&memberId=${same.memberId}`)).toEqual([same.appealId]);
    expect(await read('&productId=41')).toEqual(ids.slice(0, 2));
    expect((await desk.detail(first.appealId)).sameCodeAppealIds).toEqual([same.appealId]);
    const counts = await desk.ask('GET', '/api/hq/appeals/counts', { staffId: 7 });
    expect(counts.body['open']).toBeGreaterThanOrEqual(3);
    const url = '/api/hq/appeals/export?format=csv&kind=fake';
    const { reply } = await desk.ask('GET', url, { staffId: 7 });
    expect(reply.body).toContain('举报假货');
    expect(reply.body).not.toMatch(/(^|,)"?=cmd/m);
    const bad = await desk.ask('GET', '/api/hq/appeals?cursor=bm9wZQ', { staffId: 7 });
    expect(bad.code).toBe('bad_request');
  });
});
