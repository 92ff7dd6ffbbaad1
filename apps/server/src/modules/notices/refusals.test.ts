import { expect, test } from 'vitest';
import { openAllConnections } from '../../../test/harness-database.ts';
import { addJob } from '../../platform/jobs.ts';
import { changeSubscription, forgetWechatUser, reportDelivery } from './index.ts';
import { shipped, useNoticeDesk, type Reader } from './notice-desk.test-support.ts';

const desk = useNoticeDesk();
type Answer = 'accepted' | 'rejected';

function answer({ openId }: Reader, said: Answer, at = desk.clock.now()): Promise<void> {
  const changes = [{ templateId: desk.templateIds.subscription, change: said }];
  const { appId } = desk.account;
  return desk.database.db
    .transaction()
    .execute((tx) => changeSubscription(tx, { appId, openId, changes, at }));
}
async function creditsOf({ openId }: Reader): Promise<number | undefined> {
  const row = await desk.database.db
    .selectFrom('noticeSubscription')
    .select('credits')
    .where('openId', '=', openId)
    .executeTakeFirst();
  return row?.credits;
}
function change(reader: Reader, state: { refusedTemplates?: string[]; consents?: number }): void {
  const { refusedTemplates, consents } = state;
  desk.simulator.control.changeUser(reader.userId, {
    ...(refusedTemplates ? { refusedTemplates } : {}),
    ...(consents === undefined ? {} : { consents: { [desk.templateIds.subscription]: consents } }),
  });
}
async function msgIdOf(noticeId: number): Promise<string> {
  const row = await desk.database.db
    .selectFrom('noticeDelivery')
    .select('msgid')
    .where('noticeId', '=', noticeId)
    .where('state', '=', 'sent')
    .executeTakeFirstOrThrow();
  return row.msgid ?? '';
}
const report = (msgId: string, status: string, openId?: string) =>
  reportDelivery(
    { db: desk.database.db, clock: desk.clock, addJob },
    { appId: desk.account.appId, msgId, status, ...(openId ? { openId } : {}) },
  );

test('S16: a template the user refused (43101) is not tried again; other templates are', async () => {
  const reader = desk.aReader();
  desk.settings.channels = ['template'];
  change(reader, { refusedTemplates: [desk.templateIds.shipped] });
  const first = await desk.tell(reader, { subject: 'first' });
  await desk.run(first);
  expect(await desk.triesOf(first)).toEqual(['template refused refused']);
  // Even were the platform to take it now.
  change(reader, { refusedTemplates: [] });
  const second = await desk.tell(reader, { subject: 'second' });
  await desk.run(second);
  expect([await desk.triesOf(second), await desk.wechatStateOf(second)]).toEqual([
    [],
    'undeliverable',
  ]);
  expect(reader.seen()).toEqual([]);
});

test('S16: without consent nothing is asked of the platform; a refused consent waits for a new one', async () => {
  const reader = desk.aReader();
  desk.settings.channels = ['subscription'];
  const without = await desk.tell(reader, { subject: 'without' });
  await desk.run(without);
  expect(await desk.triesOf(without)).toEqual([]);
  // The platform knows of no consent: ours were miscounted.
  await answer(reader, 'accepted');
  await answer(reader, 'accepted');
  const refused = await desk.tell(reader, { subject: 'refused' });
  await desk.run(refused);
  expect(await desk.triesOf(refused)).toEqual(['subscription refused refused']);
  expect(await creditsOf(reader)).toBe(0);
  await answer(reader, 'accepted');
  change(reader, { consents: 1 });
  const anew = await desk.tell(reader, { subject: 'anew' });
  await desk.run(anew);
  expect(await desk.triesOf(anew)).toEqual(['subscription sent']);
  expect(await creditsOf(reader)).toBe(0);
});

test('S16: fifty consents at once are fifty credits, and fifty notices use up no more than there are', async () => {
  const reader = desk.aReader();
  desk.settings.channels = ['subscription'];
  await openAllConnections(desk.database, 20);
  await Promise.all(Array.from({ length: 50 }, () => answer(reader, 'accepted')));
  expect(await creditsOf(reader)).toBe(50);
  change(reader, { consents: 30 });
  await desk.database.pool.query('update notice_subscription set credits = 30 where open_id = $1', [
    reader.openId,
  ]);
  const notices = await Promise.all(
    Array.from({ length: 50 }, (_one, n) => desk.tell(reader, { subject: `notice ${n}` })),
  );
  await Promise.all(notices.map((noticeId) => desk.run(noticeId)));
  expect(await creditsOf(reader)).toBe(0);
  expect(reader.seen()).toHaveLength(30);
  const states = await Promise.all(notices.map((noticeId) => desk.wechatStateOf(noticeId)));
  expect(states.filter((state) => state === 'sent')).toHaveLength(30);
});

test('S16: a withdrawn consent takes all back, in whatever order the events come', async () => {
  const reader = desk.aReader();
  const at = (seconds: number) => new Date(desk.clock.now().getTime() + seconds * 1000);
  await answer(reader, 'accepted', at(0));
  await answer(reader, 'rejected', at(10));
  await answer(reader, 'accepted', at(5));
  expect(await creditsOf(reader)).toBe(0);
  await answer(reader, 'accepted', at(20));
  await answer(reader, 'rejected', at(15));
  expect(await creditsOf(reader)).toBe(1);
});

test('S16: WeChat’s report of a message is written down once, as what became of it', async () => {
  const reader = desk.aReader();
  desk.settings.channels = ['template'];
  const noticeId = await desk.tell(reader);
  await desk.run(noticeId);
  const msgId = await msgIdOf(noticeId);
  // 64 bits: rounded to a double it would be another message.
  expect(BigInt(msgId)).toBeGreaterThan(2n ** 53n);
  await report(msgId, 'success');
  await report(msgId, 'failed: system failed');
  await report('1', 'success');
  expect(await desk.triesOf(noticeId)).toEqual(['template delivered']);
  expect(await desk.wechatStateOf(noticeId)).toBe('sent');
});

test('S16: who blocked the account is not told by that template again, nor by another channel now', async () => {
  const reader = desk.aReader();
  await reader.writes();
  desk.settings.channels = ['template', 'customerService'];
  const noticeId = await desk.tell(reader);
  await desk.run(noticeId);
  await report(await msgIdOf(noticeId), 'failed:user block');
  expect(await desk.triesOf(noticeId)).toEqual(['template refused userBlock']);
  expect(await desk.wechatStateOf(noticeId)).toBe('undeliverable');
  desk.settings.channels = ['template'];
  const next = await desk.tell(reader, { subject: 'next' });
  await desk.run(next);
  expect(await desk.triesOf(next)).toEqual([]);
});

test('S20: what WeChat itself failed to deliver goes by the next channel', async () => {
  const reader = desk.aReader();
  await reader.writes();
  desk.settings.channels = ['template', 'customerService'];
  const noticeId = await desk.tell(reader);
  await desk.run(noticeId);
  await desk.database.pool.query('delete from graphile_worker._private_jobs');
  await report(await msgIdOf(noticeId), 'failed: system failed');
  expect(await desk.wechatStateOf(noticeId)).toBe('waiting');
  const jobs = await desk.database.pool.query('select 1 from graphile_worker.jobs where key = $1', [
    `sendNotice:${noticeId}`,
  ]);
  expect(jobs.rows).toHaveLength(1);
  await desk.run(noticeId);
  expect(await desk.triesOf(noticeId)).toEqual([
    'template failed systemFailed',
    'customerService sent',
  ]);
  expect(await desk.wechatStateOf(noticeId)).toBe('sent');
});

test('S20: a report that is faster than the answer is not lost, nor one without a number', async () => {
  const reader = desk.aReader();
  desk.settings.channels = ['template'];
  const noticeId = await desk.tell(reader);
  const { sendTemplate } = desk.account;
  let reported = Promise.resolve();
  desk.account.sendTemplate = async (message) => {
    const sent = await sendTemplate(message);
    if (sent.outcome === 'sent') reported = report(sent.msgId ?? '', 'success');
    return sent;
  };
  await desk.run(noticeId);
  await reported;
  expect(await desk.triesOf(noticeId)).toEqual(['template delivered']);
  desk.account.sendTemplate = sendTemplate;
  const nameless = await desk.tell(reader, { subject: 'nameless' });
  await desk.run(nameless);
  await report('0', 'success', reader.openId);
  expect(await desk.triesOf(nameless)).toEqual(['template delivered']);
});

test('S16: whoever closed their WeChat account is forgotten here', async () => {
  const reader = desk.aReader();
  const { openId } = reader;
  desk.settings.channels = ['template'];
  const noticeId = await desk.tell(reader, shipped);
  await desk.run(noticeId);
  await answer(reader, 'rejected');
  await desk.database.db
    .transaction()
    .execute((tx) => forgetWechatUser(tx, { appId: desk.account.appId, openId }));
  for (const table of ['notice_delivery', 'notice_refusal', 'notice_subscription']) {
    const { rows } = await desk.database.pool.query(`select 1 from ${table} where open_id = $1`, [
      openId,
    ]);
    expect(rows).toEqual([]);
  }
});
