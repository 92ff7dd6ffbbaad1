import { parseXml } from '@mashang/wechat';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aBatch, aCampaign, aMobile } from '../test/factories.ts';
import { freshServer, type TestServer } from '../test/harness.ts';
import { aBrowser, bindMobile, type Browser } from '../test/stories/browser.ts';
import { openReply, scanMessage, signPush } from '../test/stories/push.ts';
import { signInTexts } from './texts-sign-in.ts';

let server: TestServer;
let browser: Browser;
let openId: string;
beforeAll(async () => {
  server = await freshServer();
  openId = server.simulator.control.users()[0]?.openId ?? '';
  browser = aBrowser(server);
  await browser.open(`${server.publicUrl}/wechat/oauth/start?return=/scan`);
  await bindMobile(server, browser, aMobile());
});
afterAll(() => server.close());
beforeEach(() => server.clock.advanceMs(2_000));

/** Pushes an event; the text of the reply, or what came instead of one. */
async function tell(
  fields: Record<string, string>,
  { sender = openId, more = '' } = {},
): Promise<string> {
  const all = { ToUserName: 'gh_0123456789ab', FromUserName: sender, MsgType: 'event', ...fields };
  const inside = Object.entries(all).map(
    ([name, text]) => `<${name}><![CDATA[${text}]]></${name}>`,
  );
  const seconds = Math.floor(server.clock.now().getTime() / 1000);
  const xml = `<xml>${inside.join('')}<CreateTime>${seconds}</CreateTime>${more}</xml>`;
  const { url, body } = signPush(server, xml);
  const answer = await (await fetch(url, { method: 'POST', body })).text();
  if (!answer.startsWith('<')) return answer;
  const { Content } = parseXml(openReply(server, answer));
  return typeof Content === 'string' ? Content : '';
}

describe('S3: a QR of the account', () => {
  test('of a poster counts who follows by it and who scans it, once each', async () => {
    const { db } = server.database;
    const { appId } = server.wechatAccount;
    const scene = `p${'a'.repeat(20)}`;
    const at = server.clock.now();
    await db
      .insertInto('wechatPoster')
      .values({
        ...{ appId, scene, name: '一号店', note: '', isPermanent: true, url: 'http://x' },
        createdAt: at,
        createdBy: 1,
      })
      .execute();
    const follow = { Event: 'subscribe', EventKey: `qrscene_${scene}`, Ticket: 'T' };
    const answers = await Promise.all(Array.from({ length: 50 }, () => tell(follow)));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('欢迎');
    await tell({ Event: 'SCAN', EventKey: scene, Ticket: 'T' });
    const poster = db.selectFrom('wechatPoster').select(['follows', 'scans']);
    expect(await poster.executeTakeFirst()).toEqual({ follows: 1, scans: 1 });
  });

  test('of a desktop that wants to be signed in gives the chat the way to confirm, or says it is gone', async () => {
    const desktop = aBrowser(server);
    const started = await desktop.call('POST /api/scan-sign-ins', { body: {} });
    expect(started.status).toBe(200);
    const { scene } = await server.database.db
      .selectFrom('scanSignIn')
      .select('scene')
      .executeTakeFirstOrThrow();
    const scan = { Event: 'SCAN', EventKey: scene, Ticket: 'T' };
    const said = await tell(scan);
    const confirmToken = /\/sign-in#([\w-]{43})"/.exec(said)?.[1] ?? '';
    const asked = await browser.call('POST /api/me/scan-sign-ins', { body: { confirmToken } });
    expect(asked).toMatchObject({ status: 200, body: { state: 'scanned' } });
    // WeChat repeats it: the same words.
    expect(await tell(scan)).toBe(said);
    expect(await tell(scan, { sender: 'oSomebodyElse' })).toBe(signInTexts.zh.signInGone());
  });
});

test('S19: a name of a product or a campaign is no link in the chat', async () => {
  const link = '<a href="https://evil.example">领红包</a>';
  const batch = await aBatch(server, { points: 5, name: link });
  await aCampaign(server, { name: link });
  const scan = () => openScan(batch.code(1));
  const answers = [await scan()];
  server.clock.advanceMs(2_000);
  answers.push(await scan());
  for (const said of answers) {
    expect(said).toContain('领红包');
    expect(said.replaceAll(`<a href="${server.publicUrl}/`, '')).not.toContain('<a ');
  }
});

describe('S20: what WeChat tells of somebody', () => {
  const listed = (status: string) =>
    `<SubscribeMsgPopupEvent><List><TemplateId>t1</TemplateId>` +
    `<SubscribeStatusString>${status}</SubscribeStatusString></List></SubscribeMsgPopupEvent>`;
  const credits = async () =>
    (await server.database.db.selectFrom('noticeSubscription').select('credits').execute()).map(
      (row) => row.credits,
    );

  test('a consent counts once, however often and at once it is told', async () => {
    const popup = () => tell({ Event: 'subscribe_msg_popup_event' }, { more: listed('accept') });
    const answers = await Promise.all(Array.from({ length: 50 }, popup));
    expect(new Set(answers)).toEqual(new Set(['success']));
    expect(await credits()).toEqual([1]);
    server.clock.advanceMs(2_000);
    await popup();
    expect(await credits()).toEqual([2]);
  });

  test('a report of a message nobody knows is taken and changes nothing', async () => {
    const report = { Event: 'TEMPLATESENDJOBFINISH', MsgID: '9007199254740993', Status: 'success' };
    expect(await tell(report)).toBe('success');
  });

  test('who closes the WeChat account is unbound and forgotten, but for the record', async () => {
    const { db } = server.database;
    const { appId } = server.wechatAccount;
    const gone = { Event: 'user_authorization_cancellation', OpenID: openId, AppID: appId };
    expect(await tell(gone, { sender: 'oPlatformPush' })).toBe('success');
    expect(await db.selectFrom('memberIdentity').selectAll().execute()).toEqual([]);
    expect(await credits()).toEqual([]);
    const [record] = await db.selectFrom('wechatRevocation').selectAll().execute();
    expect(record?.done).toMatch(/^解除了与会员的绑定.*已删除关注记录$/);
    expect(JSON.stringify(record)).not.toContain(openId);
    expect((await browser.call('GET /api/session')).body).toMatchObject({ state: 'anonymous' });
  });
});

async function openScan(code: string): Promise<string> {
  const { url, body } = signPush(server, scanMessage(openId, code, server.clock.now()));
  const answer = await (await fetch(url, { method: 'POST', body })).text();
  const { Content } = parseXml(openReply(server, answer));
  return typeof Content === 'string' ? Content : '';
}
