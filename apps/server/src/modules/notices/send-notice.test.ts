import { beforeEach, expect, test } from 'vitest';
import { allChannels, shipped, useNoticeDesk } from './notice-desk.test-support.ts';

const desk = useNoticeDesk();
const minuteMs = 60_000;

beforeEach(() => {
  desk.settings.channels = allChannels;
});

test('S16: the first channel that takes it tells it, in the order head office chose', async () => {
  const reader = desk.aReader();
  await reader.agrees();
  await reader.writes();
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
  await reader.writes();
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
  const nobodyTold = await desk.tell(reader, { subject: 'nobody told' });
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

test('S16: who does not follow is told by subscription only, and the platform is not asked in vain', async () => {
  const stranger = desk.aReader({ following: false });
  await stranger.agrees();
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
  const { findOpenId } = desk.dependencies;
  desk.dependencies.findOpenId = () => Promise.resolve(newOpenId);
  desk.account = { ...account, appId: 'wxfedcba9876543210' };
  desk.clock.advanceMs(2 * minuteMs);
  await desk.run(told);
  await desk.run(asked);
  desk.account = account;
  desk.dependencies.findOpenId = findOpenId;
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
