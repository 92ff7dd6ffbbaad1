import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectSoundLedger } from '../audit-ledger.ts';
import { expectSoundRedemptions } from '../audit-redemptions.ts';
import { aBatch, aMobile, type TestBatch } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import { aBrowser, aStaffBrowser, bindMobile, staffPassword, type Browser } from './browser.ts';
import { aGiftOnSale, anAddress, redeem, redemptionIdOf, runNoticeJobs } from './shop.ts';

let server: TestServer;
let hq: Browser;
let member: Browser;
let userId: string;
let batch: TestBatch;
let order: { giftId: number; addressId: number };
beforeAll(async () => {
  server = await freshServer();
  hq = await aStaffBrowser(server);
  batch = await aBatch(server, { points: 30 });
  const giftId = await aGiftOnSale(hq, { name: '不锈钢炒勺 <大号>' });
  userId = server.simulator.control.users()[0]?.id ?? '';
  server.simulator.control.changeUser(userId, { following: true });
  member = aBrowser(server);
  await member.open(`${server.publicUrl}/wechat/oauth/start?return=/gifts`);
  await bindMobile(server, member, aMobile());
  order = { giftId, addressId: await anAddress(member) };
});
afterAll(async () => {
  await expectSoundLedger(server.database.db);
  await expectSoundRedemptions(server.database.db);
  await server.close();
});

const scanInChat = (serial: number) =>
  server.simulator.control.pushEvent(userId, {
    kind: 'scancode_waitmsg',
    key: 'SCAN_POINTS',
    scanType: 'qrcode',
    scanResult: batch.code(serial),
  });

const chatTexts = () =>
  server.simulator.control
    .messages(userId)
    .filter(({ from }) => from === 'account')
    .map(({ text }) => text);

/** Kind and chat of every notice, the oldest first. */
async function notices() {
  const rows = await server.database.db
    .selectFrom('notice')
    .select(['kind', 'wechatState'])
    .orderBy('noticeId')
    .execute();
  return rows.map(({ kind, wechatState }) => `${kind} ${wechatState}`);
}

async function process(step: 'approve' | 'ship' | 'receive', redemptionId: number) {
  const shipments = [{ redemptionId, carrier: '顺丰', trackingNumber: 'sf 123 456' }];
  const body = step === 'ship' ? { shipments } : { redemptionIds: [redemptionId] };
  const answer = await hq.call(`POST /api/hq/redemptions/${step}`, { body });
  expect(answer).toMatchObject({ status: 200, body: { done: [redemptionId], refused: [] } });
  await runNoticeJobs(server);
}

let redemptionId: number;

test('S16: a follower who scanned lately reads every step in the chat, with the way to the page', async () => {
  await scanInChat(1);
  redemptionId = redemptionIdOf(await redeem(member, order));
  await runNoticeJobs(server);
  await process('approve', redemptionId);
  const texts = chatTexts().slice(-2);
  expect(texts[0]).toContain('兑换申请已提交');
  expect(texts[1]).toContain('兑换已通过审核');
  for (const text of texts) {
    // The name is text: only our own link is a link.
    expect(text).toContain('不锈钢炒勺 ＜大号>');
    expect(text).toContain(`<a href="${server.publicUrl}/redemptions/${redemptionId}">`);
  }
  expect(await notices()).toEqual(['redemptionApplied sent', 'redemptionApproved sent']);
});

test('S16: a job that runs twice tells it once', async () => {
  const before = chatTexts().length;
  const { noticeId } = await server.database.db
    .selectFrom('notice')
    .select('noticeId')
    .orderBy('noticeId', 'desc')
    .executeTakeFirstOrThrow();
  await server.taskHandlers.sendNotice({ noticeId });
  expect(chatTexts()).toHaveLength(before);
});

test('S16: once the chat is closed only the app has it, and the notice says so', async () => {
  server.clock.advanceMs(49 * 60 * 60 * 1000);
  await hq.call('POST /api/hq/session', {
    body: { loginName: 'admin', password: staffPassword },
  });
  const before = chatTexts().length;
  await process('ship', redemptionId);
  expect(chatTexts()).toHaveLength(before);
  expect((await notices()).at(-1)).toBe('redemptionShipped undeliverable');
  expect((await member.call('GET /api/me/notices')).body).toMatchObject({
    rows: [
      {
        kind: 'redemptionShipped',
        title: '礼品已寄出',
        detail: expect.stringContaining('顺丰 SF123456') as string,
        path: `/redemptions/${redemptionId}`,
        isRead: false,
      },
      { kind: 'redemptionApproved' },
      { kind: 'redemptionApplied' },
    ],
  });
  expect((await member.call('GET /api/session')).body).toMatchObject({
    member: { unreadNotices: 3 },
  });
});

test('S16: whoever scans again is told in the chat again; one who left is not', async () => {
  await scanInChat(2);
  await process('receive', redemptionId);
  expect((await notices()).at(-1)).toBe('redemptionReceived sent');
  server.simulator.control.changeUser(userId, { following: false });
  await redeem(member, order);
  await runNoticeJobs(server);
  expect((await notices()).at(-1)).toBe('redemptionApplied undeliverable');
});
