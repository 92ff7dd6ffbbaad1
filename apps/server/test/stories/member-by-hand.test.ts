import type { ReplyOf } from '@mashang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectSoundLedger } from '../audit-ledger.ts';
import { aBatch, aMobile } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import { aBrowser, aStaffBrowser, bindMobile, memberPassword, type Browser } from './browser.ts';
import { adjust, okay } from './shop.ts';

let server: TestServer;
let hq: Browser;
let memberId: number;
const mobile = aMobile();
beforeAll(async () => {
  server = await freshServer();
  hq = await aStaffBrowser(server);
});
afterAll(async () => {
  await expectSoundLedger(server.database.db);
  await server.close();
});

const record = async () =>
  okay(await hq.call('GET /api/hq/members/:memberId', { params: { memberId } }));

test('S13: a member made by hand has points before anybody ever signed in', async () => {
  const body = {
    ...{ mobile, name: '张师傅', kind: 'chef', shopName: '好味餐厅', regionCode: '320505' },
    ...{ tags: ['老客户'], remark: '展会上认识' },
  };
  const made = okay(await hq.call('POST /api/hq/members', { body }));
  ({ memberId } = made as ReplyOf<'POST /api/hq/members'>);
  okay(await adjust(hq, memberId, 66));
  expect(await record()).toMatchObject({ origin: 'staff', balance: 66, inWechat: false });
});

test('S13: in WeChat the number becomes this record, and what it scans is added', async () => {
  const inWechat = aBrowser(server);
  await inWechat.open(`${server.publicUrl}/wechat/oauth/start?return=/points`);
  const bound = await bindMobile(server, inWechat, mobile);
  expect(bound).toMatchObject({
    status: 200,
    body: { isNew: false, member: { name: '张师傅', kind: 'chef', balance: 66 } },
  });
  const batch = await aBatch(server, { points: 4 });
  await inWechat.call('POST /api/scans', { body: { text: batch.code(1) } });
  expect((await inWechat.call('GET /api/me/notices')).body).toMatchObject({
    rows: [{ kind: 'pointsAdjusted' }],
  });
});

test('S7: on the web the same number is the same account, by SMS first and by password later', async () => {
  server.clock.advanceMs(61_000);
  const web = aBrowser(server);
  await bindMobile(server, web, mobile);
  expect((await web.call('GET /api/session')).body).toMatchObject({ state: 'passwordNeeded' });
  okay(await web.call('POST /api/me/password', { body: { newPassword: memberPassword } }));
  const later = aBrowser(server);
  okay(await later.call('POST /api/logins', { body: { mobile, password: memberPassword } }));
  for (const browser of [web, later]) {
    expect((await browser.call('GET /api/me/points')).body).toEqual({
      ...{ balance: 70, earned: 70, spent: 0 },
    });
  }
});

test('S13: head office still sees one record, with what it wrote and where it came from', async () => {
  expect(await record()).toMatchObject({
    ...{ memberId, name: '张师傅', shopName: '好味餐厅', tags: ['老客户'], remark: '展会上认识' },
    ...{ origin: 'staff', inWechat: true, hasPassword: true, balance: 70 },
    identities: [{ openId: server.simulator.control.users()[0]?.openId }],
  });
  const listed = okay(await hq.call('GET /api/hq/members', { query: { search: mobile } }));
  expect(listed).toMatchObject({ rows: [{ memberId }], next: null });
});
