import { policyVersion, type ReplyOf } from '@mashang/contract';
import { expect } from 'vitest';
import {
  aliyun,
  smsBody,
  wechatBody,
} from '../../src/modules/settings/setting-bodies.test-support.ts';
import { aMobile } from '../factories.ts';
import type { TestServer } from '../harness.ts';
import { aBrowser, bindMobile, newestSmsCode, staffPassword, type Browser } from './browser.ts';
import { adjust, aGiftOnSale, anAddress, okay, redeem, redemptionIdOf } from './shop.ts';

/** Remembers, by what it is, what must be found nowhere, and gives it back. */
type Remember = (what: string, value?: string) => string;

/** A member outside WeChat: passwords, a forgotten one, another number, addresses, a redemption. */
export async function liveAsMember(server: TestServer, secret: Remember): Promise<void> {
  const mobile = secret('number of a web member', aMobile());
  const web = aBrowser(server);
  await bindMobile(server, web, mobile);
  secret('session before the password', web.cookies.get('mashang_member')?.value);
  const newPassword = secret('member password', 'Red lantern 8 dumplings');
  await web.call('POST /api/me/password', { body: { newPassword } });
  const password = secret('wrong member password', 'Blue lantern 9 dumplings');
  await aBrowser(server).call('POST /api/logins', { body: { mobile, password } });

  server.clock.advanceMs(61_000);
  await web.call('POST /api/sms-codes', { body: { mobile, agreedPolicyVersion: policyVersion } });
  const smsCode = newestSmsCode(server, mobile);
  const reset = {
    mobile,
    smsCode,
    newPassword: secret('password after reset', 'Green tea 7 cups'),
  };
  okay(await web.call('POST /api/password-resets', { body: reset }));
  secret('member session', web.cookies.get('mashang_member')?.value);

  await redeemAndReveal(server, web, { mobile, secret });
  await changeOwnMobile(server, web, { mobile, secret });
}

/** An address and where it goes; head office looks at all of it and takes it away. */
async function redeemAndReveal(
  server: TestServer,
  web: Browser,
  { mobile, secret }: { mobile: string; secret: Remember },
): Promise<void> {
  const address = {
    recipient: secret('recipient', '欧阳收件人甲'),
    mobile: secret('number of an address', aMobile()),
    regionCode: '320506',
    detail: secret('address', '木渎镇金山路绝密大厦 88 号'),
  };
  const addressId = await anAddress(web, address);
  const broken = { ...address, isDefault: true, regionCode: '990000' };
  await web.call('POST /api/me/addresses', { body: broken });
  const { memberId } = await server.database.db
    .selectFrom('member')
    .select('memberId')
    .orderBy('memberId', 'desc')
    .executeTakeFirstOrThrow();
  const hq = await signInAgain(server);
  okay(await adjust(hq, memberId, 100));
  const giftId = await aGiftOnSale(hq);
  const redemptionIds = [redemptionIdOf(await redeem(web, { giftId, addressId }))];
  okay(await hq.call('POST /api/hq/redemptions/packing-slips', { body: { redemptionIds } }));
  okay(await hq.call('POST /api/hq/members/:memberId/reveal', { params: { memberId }, body: {} }));
  for (const query of [{ search: mobile }, { search: `+86 ${mobile}` }]) {
    await hq.call('GET /api/hq/members/export', { query: { format: 'csv', ...query } });
  }
  const byMobile = { format: 'csv', mobile, addresses: '1' };
  await hq.call('GET /api/hq/redemptions/export', { query: byMobile });
  await hq.call('GET /api/hq/points-entries/export', { query: { format: 'csv', mobile } });
}

async function changeOwnMobile(
  server: TestServer,
  web: Browser,
  { mobile, secret }: { mobile: string; secret: Remember },
): Promise<void> {
  server.clock.advanceMs(61_000);
  const newMobile = secret('new number of a member', aMobile());
  await web.call('POST /api/me/sms-codes', { body: {} });
  const asked = { mobile: newMobile, agreedPolicyVersion: policyVersion };
  await web.call('POST /api/sms-codes', { body: asked });
  const currentSmsCode = newestSmsCode(server, mobile);
  const newSmsCode = newestSmsCode(server, newMobile);
  const body = { currentSmsCode, newMobile, newSmsCode };
  okay(await web.call('POST /api/me/mobile', { body }));
}

/** Accounts, settings with their secrets, members by hand and from a file. */
export async function liveAtHeadOffice(
  server: TestServer,
  hq: Browser,
  secret: Remember,
): Promise<void> {
  const clerk = { loginName: 'clerk', displayName: '小李', role: 'operator' };
  const invited = okay(await hq.call('POST /api/hq/staff', { body: clerk }));
  const { link } = invited as ReplyOf<'POST /api/hq/staff'>;
  const invitationToken = secret('invitation', new URL(link).hash.replace('#token=', ''));
  await aBrowser(server).call('POST /api/hq/invitations', {
    body: { invitationToken, password: secret('weak password', 'clerkclerk') },
  });
  const smsSecret = secret('key of a cloud', 'Aliyun0Secret0Only0Here');
  const sms = { ...smsBody, aliyun: { ...aliyun, accessKeySecret: smsSecret } };
  okay(await hq.call('PUT /api/hq/settings/sms', { body: sms }));
  await hq.call('PUT /api/hq/settings/sms', { body: { ...sms, priceMilliyuan: 'x' } });
  const wechat = {
    ...wechatBody,
    appSecret: secret('AppSecret', 'App0Secret0Only0Here'),
    token: secret('callback token', 'Token0Only0Here'),
    encodingAesKey: secret('EncodingAESKey', 'k9'.repeat(21).concat('Z')),
  };
  okay(await hq.call('PUT /api/hq/settings/wechat', { body: wechat }));
  const nextKey = secret('EncodingAESKey that follows', 'p7'.repeat(21).concat('Q'));
  const changed = { ...wechat, encodingAesKey: nextKey, version: 1 };
  okay(await hq.call('PUT /api/hq/settings/wechat', { body: changed }));
  await hq.call('GET /api/hq/settings');

  await addMembers(server, hq, secret);
}

async function addMembers(server: TestServer, hq: Browser, secret: Remember): Promise<void> {
  const member = {
    ...{ mobile: secret('number of a member by hand', aMobile()), name: '手工', kind: 'chef' },
    ...{ shopName: '', regionCode: null, tags: [], remark: '' },
  };
  okay(await hq.call('POST /api/hq/members', { body: member }));
  await hq.call('POST /api/hq/members', { body: member });
  const imported = secret('number in a file of members', aMobile());
  const rows = `手机号,姓名\n${imported},${secret('name in a file', '尉迟未导入')}\n`;
  const response = await hq.fetch(`${server.publicUrl}/api/hq/member-imports?fileName=m.csv`, {
    method: 'POST',
    body: rows,
    headers: { 'content-type': 'text/csv' },
  });
  const { memberImportId } = (await response.json()) as { memberImportId: number };
  await server.taskHandlers.checkMemberImport({ memberImportId });
  const params = { memberImportId };
  const checked = await hq.call('GET /api/hq/member-imports/:memberImportId', { params });
  expect(checked.body).toMatchObject({ state: 'checked', newCount: 1 });
}

/** The first administrator, whose session may be over. */
export async function signInAgain(server: TestServer): Promise<Browser> {
  const hq = aBrowser(server);
  const body = { loginName: 'admin', password: staffPassword };
  okay(await hq.call('POST /api/hq/session', { body }));
  return hq;
}
