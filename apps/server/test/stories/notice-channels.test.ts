import type { ReplyOf } from '@mashang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aBatch, aMobile } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import { aBrowser, aStaffBrowser, bindMobile, type Browser } from './browser.ts';
import { aGiftOnSale, anAddress, okay, redeem, runNoticeJobs } from './shop.ts';

let server: TestServer;
let hq: Browser;
let member: Browser;
let userId: string;
let order: { giftId: number; addressId: number };
const templateId = { template: '', subscription: '' };
beforeAll(async () => {
  server = await freshServer();
  hq = await aStaffBrowser(server);
  const { control } = server.simulator;
  for (const { channel, title, templateId: id } of control.templates()) {
    if (title.includes('发货')) templateId[channel] = id;
  }
  const batch = await aBatch(server, { points: 100 });
  const giftId = await aGiftOnSale(hq);
  userId = control.users()[0]?.id ?? '';
  control.changeUser(userId, { following: true });
  member = aBrowser(server);
  await member.open(`${server.publicUrl}/wechat/oauth/start?return=/gifts`);
  await bindMobile(server, member, aMobile());
  okay(await member.call('POST /api/scans', { body: { text: batch.code(1) } }));
  order = { giftId, addressId: await anAddress(member) };
  await chooseTemplates();
});
afterAll(() => server.close());

async function chooseTemplates(): Promise<void> {
  const settings = okay(await hq.call('GET /api/hq/settings')) as ReplyOf<'GET /api/hq/settings'>;
  const common = {
    kinds: ['redemptionApplied'],
    fields: [
      { name: 'thing1', from: 'giftName' },
      { name: 'thing2', from: 'title' },
      { name: 'character_string3', from: 'redemptionId' },
    ],
  };
  const body = {
    channels: ['subscription', 'template'],
    templates: [
      { channel: 'subscription', templateId: templateId.subscription, title: '进度', ...common },
      { channel: 'template', templateId: templateId.template, title: '进度', ...common },
    ],
    version: settings.wechatNotices.version,
  };
  okay(await hq.call('PUT /api/hq/settings/wechat-notices', { body }));
}

async function redeemAndTell(): Promise<string[]> {
  okay(await redeem(member, order));
  await runNoticeJobs(server);
  await server.simulator.control.whenQuiet();
  const page = okay(
    await hq.call('GET /api/hq/notice-deliveries'),
  ) as ReplyOf<'GET /api/hq/notice-deliveries'>;
  return page.rows.map(({ channel, state }) => `${channel} ${state}`);
}

test('S16: a member who asked for it is told by 订阅通知, then by template, and WeChat reports both', async () => {
  await server.simulator.control.answerConsent(userId, { accepted: [templateId.subscription] });
  expect((await member.call('GET /api/wechat/subscriptions')).body).toEqual({
    templates: [{ templateId: templateId.subscription, title: '进度', credits: 1 }],
  });
  expect(await redeemAndTell()).toEqual(['subscription delivered']);
  expect((await member.call('GET /api/wechat/subscriptions')).body).toMatchObject({
    templates: [{ credits: 0 }],
  });
  expect(await redeemAndTell()).toEqual(['template delivered', 'subscription delivered']);
});

test('S16: who blocks the account is not written to again', async () => {
  server.simulator.control.changeUser(userId, { deliveryReport: 'failed:user block' });
  expect((await redeemAndTell())[0]).toBe('template refused');
  const before = server.simulator.control.pushes().length;
  expect(await redeemAndTell()).toHaveLength(3);
  expect(server.simulator.control.pushes()).toHaveLength(before);
});
