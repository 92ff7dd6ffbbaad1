import { beforeEach, expect, test } from 'vitest';
import { changeSubscription } from './index.ts';
import { allChannels, sendPaths, shipped, useNoticeDesk } from './notice-desk.test-support.ts';
import type { Reader } from './notice-desk.test-support.ts';

const desk = useNoticeDesk();
const minuteMs = 60_000;

beforeEach(() => {
  desk.settings.channels = allChannels;
});

/** The user agrees to one more message, on the phone and in the event the server is told of it by. */
async function agree({ userId, openId }: Reader): Promise<void> {
  const templateId = desk.templateIds.subscription;
  desk.simulator.control.changeUser(userId, { consents: { [templateId]: 1 } });
  const changes = [{ templateId, change: 'accepted' as const }];
  const { appId } = desk.account;
  await desk.database.db
    .transaction()
    .execute((tx) => changeSubscription(tx, { appId, openId, changes, at: desk.clock.now() }));
}
const write = ({ userId }: Reader) =>
  desk.simulator.control.pushEvent(userId, { kind: 'text', content: '你好' });

test('S16: the first channel that takes it tells it, in the order head office chose', async () => {
  const reader = desk.aReader();
  await agree(reader);
  await write(reader);
  const subjects = ['first', 'second', 'third'];
  for (const subject of subjects) {
    if (subject === 'third') desk.settings.channels = ['customerService', 'template'];
    const noticeId = await desk.tell(reader, { subject });
    await desk.run(noticeId);
    expect(await desk.wechatStateOf(noticeId)).toBe('sent');
  }
  expect(reader.seen().map(({ kind }) => kind)).toEqual(['subscription', 'template', 'text']);
  expect(reader.seen()[1]?.rows).toEqual({
    商品名称: '不锈钢炒勺',
    快递公司: '顺丰',
    快递单号: 'SF123456',
  });
});

test('S16: the chat shows the words of the app, a link of ours and nobody else’s, once', async () => {
  const reader = desk.aReader();
  await write(reader);
  desk.settings.channels = ['customerService'];
  const giftName = '炒锅<a href="//evil">\u0000';
  const details = { ...shipped.details, giftName };
  const noticeId = await desk.tell(reader, { details });
  await desk.run(noticeId);
  await desk.run(noticeId);
  expect(reader.seen().map(({ text }) => text)).toEqual([
    '礼品已寄出\n炒锅＜a href="//evil"> × 2，顺丰 SF123456。\n' +
      '<a href="https://points.example.cn/redemptions/12">点击查看</a>',
  ]);
});

test('S16: a gift of any name is told by template, and leads to its page', async () => {
  const reader = desk.aReader();
  const hostile = ['勺'.repeat(500), '{{thing2.DATA}}', '炒勺\n领奖', '🎁'];
  for (const giftName of hostile) {
    const details = { ...shipped.details, giftName };
    await desk.run(await desk.tell(reader, { subject: giftName, details }));
  }
  expect(reader.seen().map(({ rows }) => rows['商品名称'])).toEqual([
    `${'勺'.repeat(19)}…`,
    '｛｛thing2.DATA｝｝',
    '炒勺 领奖',
    '无',
  ]);
  expect(desk.simulator.control.messages(reader.userId).at(-1)?.card?.url).toBe(
    'https://points.example.cn/redemptions/12',
  );
});

test('S16: what no channel is for, or takes, stands in the app only', async () => {
  const reader = desk.aReader();
  // No template is for it, and the chat is closed.
  const frozen = await desk.tell(reader, { kind: 'accountFrozen', details: { reason: '盗用' } });
  await desk.run(frozen);
  expect(await desk.triesOf(frozen)).toEqual(['customerService failed windowClosed']);
  expect(await desk.wechatStateOf(frozen)).toBe('undeliverable');
  desk.settings.channels = [];
  const nobodyTold = await desk.tell(reader);
  await desk.run(nobodyTold);
  expect([await desk.wechatStateOf(nobodyTold), await desk.triesOf(nobodyTold)]).toEqual([
    'none',
    [],
  ]);
  expect(reader.seen()).toEqual([]);
});

test('S16: fifty runs of one job send one message', async () => {
  const reader = desk.aReader();
  const noticeId = await desk.tell(reader);
  const runs = await Promise.allSettled(Array.from({ length: 50 }, () => desk.run(noticeId)));
  expect(runs.some(({ status }) => status === 'fulfilled')).toBe(true);
  await desk.run(noticeId);
  expect(reader.seen()).toHaveLength(1);
  expect(await desk.triesOf(noticeId)).toEqual(['template sent']);
  expect(await desk.wechatStateOf(noticeId)).toBe('sent');
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
  await write(reader);
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
  await write(reader);
  await desk.run(late);
  expect(await desk.triesOf(late)).toEqual([
    'template failed unanswered',
    'customerService sent',
  ]);
});

test('S20: a message of the chat that breaks off is not sent there again', async () => {
  const reader = desk.aReader();
  await write(reader);
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
  await agree(reader);
  await write(reader);
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
  await write(reader);
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

test('S16: who does not follow is told by subscription only, and the platform is not asked in vain', async () => {
  const stranger = desk.aReader({ following: false });
  await agree(stranger);
  const first = await desk.tell(stranger, { subject: 'first' });
  await desk.run(first);
  expect(stranger.seen().map(({ kind }) => kind)).toEqual(['subscription']);
  const second = await desk.tell(stranger, { subject: 'second' });
  await desk.run(second);
  expect(await desk.triesOf(second)).toEqual(['template failed notFollowing']);
  // Known by now: neither the template nor the chat is tried.
  const third = await desk.tell(stranger, { subject: 'third' });
  await desk.run(third);
  expect(await desk.triesOf(third)).toEqual([]);
  expect(await desk.wechatStateOf(third)).toBe('undeliverable');
});

test('S16: no account, and one that was changed in between, tell nobody twice', async () => {
  const reader = desk.aReader();
  const { account } = desk;
  const { findAccount } = desk.dependencies;
  desk.dependencies.findAccount = () => Promise.resolve(undefined);
  const without = await desk.tell(reader, { subject: 'without' });
  await desk.run(without);
  expect(await desk.wechatStateOf(without)).toBe('none');
  desk.dependencies.findAccount = findAccount;

  const told = await desk.tell(reader, { subject: 'told' });
  await desk.run(told);
  const asked = await desk.tell(reader, { subject: 'asked' });
  await desk.run(asked);
  await desk.database.pool.query(
    `update notice_delivery set state = 'sending' where notice_id = $1`,
    [asked],
  );
  await desk.database.pool.query(
    `update notice set wechat_state = 'waiting' where notice_id in ($1, $2)`,
    [told, asked],
  );
  const newOpenId = `${reader.openId}-of-the-new-account`;
  const { findOpenIds } = desk.dependencies;
  desk.dependencies.findOpenIds = () => Promise.resolve([newOpenId]);
  desk.account = { ...account, appId: 'wxfedcba9876543210' };
  desk.clock.advanceMs(2 * minuteMs);
  await desk.run(told);
  await desk.run(asked);
  desk.account = account;
  desk.dependencies.findOpenIds = findOpenIds;
  expect(await desk.triesOf(told)).toEqual(['template sent']);
  expect(await desk.wechatStateOf(told)).toBe('sent');
  // The new account's platform does not know the openid of this test.
  expect(await desk.triesOf(asked)).toEqual([
    'template failed unanswered',
    'template failed unknownReceiver',
    'customerService failed unknownReceiver',
  ]);
  expect(reader.seen()).toHaveLength(2);
});
