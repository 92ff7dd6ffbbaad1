import { beforeEach, expect, test } from 'vitest';
import { allChannels, sendPaths, useNoticeDesk } from './notice-desk.test-support.ts';

const desk = useNoticeDesk();
const minuteMs = 60_000;

beforeEach(() => {
  desk.settings.channels = allChannels;
});

test('S20: killed after the network, a template message is repeated as the same one, and shown once', async () => {
  const reader = desk.aReader();
  const noticeId = await desk.tell(reader);
  await desk.run(noticeId);
  await desk.database.pool.query(
    `update notice_delivery set state = 'sending', msgid = null where notice_id = $1`,
    [noticeId],
  );
  await desk.database.pool.query(`update notice set wechat_state = 'waiting'`);
  // The killed run may be another process that is still at it.
  await expect(desk.run(noticeId)).rejects.toThrow('another run');
  desk.clock.advanceMs(2 * minuteMs);
  await desk.run(noticeId);
  expect(await desk.triesOf(noticeId)).toEqual(['template sent']);
  expect(reader.seen()).toHaveLength(1);
});

test('S20: killed with a message nothing can repeat, no run sends it by that channel again', async () => {
  const reader = desk.aReader();
  await reader.writes();
  desk.settings.channels = ['customerService', 'template'];
  const noticeId = await desk.tell(reader);
  await desk.run(noticeId);
  await desk.database.pool.query(
    `update notice_delivery set state = 'sending' where notice_id = $1`,
    [noticeId],
  );
  await desk.database.pool.query(`update notice set wechat_state = 'waiting'`);
  desk.settings.channels = ['customerService'];
  desk.clock.advanceMs(2 * minuteMs);
  await desk.run(noticeId);
  expect(await desk.triesOf(noticeId)).toEqual(['customerService failed unanswered']);
  expect(await desk.wechatStateOf(noticeId)).toBe('undeliverable');
  expect(reader.seen()).toHaveLength(1);
});

test('S20: a call that breaks off is repeated where that is safe for ten minutes, then given up', async () => {
  const reader = desk.aReader();
  const path = sendPaths.template;
  desk.simulator.control.planFault({ path, drop: true, times: 2 });
  const noticeId = await desk.tell(reader);
  await expect(desk.run(noticeId)).rejects.toThrow('did not answer');
  desk.clock.advanceMs(5 * minuteMs);
  await expect(desk.run(noticeId)).rejects.toThrow('did not answer');
  await desk.run(noticeId);
  expect(await desk.triesOf(noticeId)).toEqual(['template sent']);
  expect(reader.seen()).toHaveLength(1);

  const late = await desk.tell(reader, { subject: 'late' });
  desk.simulator.control.planFault({ path, drop: true });
  await expect(desk.run(late)).rejects.toThrow('did not answer');
  desk.clock.advanceMs(10 * minuteMs);
  await reader.writes();
  await desk.run(late);
  expect(await desk.triesOf(late)).toEqual(['template failed unanswered', 'customerService sent']);
});

test('S20: a message of the chat that breaks off is not sent there again', async () => {
  const reader = desk.aReader();
  await reader.writes();
  desk.settings.channels = ['customerService'];
  desk.simulator.control.planFault({ path: sendPaths.customerService, drop: true });
  const noticeId = await desk.tell(reader);
  await desk.run(noticeId);
  await desk.run(noticeId);
  expect(await desk.triesOf(noticeId)).toEqual(['customerService failed unanswered']);
  expect(await desk.wechatStateOf(noticeId)).toBe('undeliverable');
});

test.each([
  ['the platform is busy', { errcode: -1, times: 4 }],
  ['the minute is full', { errcode: 45011 }],
  ['the server’s address is not allowed', { errcode: 40164 }],
])('S20: when %s, no other channel is used up, and a later run sends it', async (_name, fault) => {
  const reader = desk.aReader();
  await reader.agrees();
  await reader.writes();
  desk.simulator.control.planFault({ path: sendPaths.subscription, ...fault });
  const noticeId = await desk.tell(reader);
  await expect(desk.run(noticeId)).rejects.toThrow();
  expect(await desk.wechatStateOf(noticeId)).toBe('waiting');
  expect(await desk.triesOf(noticeId)).toEqual(['subscription failed passing']);
  await desk.run(noticeId);
  expect(await desk.triesOf(noticeId)).toEqual(['subscription sent']);
  expect(reader.seen()).toHaveLength(1);
});

test('S20: when the day’s quota is used up, the next channel tells it, or tomorrow does', async () => {
  const reader = desk.aReader();
  const fault = { path: sendPaths.template, errcode: 45009 };
  await reader.writes();
  desk.simulator.control.planFault(fault);
  const byChat = await desk.tell(reader, { subject: 'by chat' });
  await desk.run(byChat);
  expect(await desk.triesOf(byChat)).toEqual([
    'template failed quotaUsedUp',
    'customerService sent',
  ]);

  desk.settings.channels = ['template'];
  desk.simulator.control.planFault(fault);
  const tomorrow = await desk.tell(reader, { subject: 'tomorrow' });
  await desk.run(tomorrow);
  expect(await desk.wechatStateOf(tomorrow)).toBe('waiting');
  const { rows } = await desk.database.pool.query<{ run_at: Date }>(
    `select run_at from graphile_worker.jobs where key = $1`,
    [`sendNotice:${tomorrow}`],
  );
  const waitMs = (rows[0]?.run_at.getTime() ?? 0) - desk.clock.now().getTime();
  expect(waitMs).toBeGreaterThan(0);
  expect(waitMs).toBeLessThan(26 * 60 * minuteMs);
  desk.clock.advanceMs(waitMs);
  await desk.run(tomorrow);
  expect(await desk.triesOf(tomorrow)).toEqual(['template sent']);
});
