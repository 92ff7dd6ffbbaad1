import { hash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readVectors } from '../../../../../../packages/wechat/test/read-vectors.ts';
import { freshDatabase } from '../../../../test/harness-database.ts';
import { createTestClock } from '../../../../test/test-clock.ts';
import { chatTexts } from '../../../texts-chat.ts';
import { texts } from '../../../texts.ts';
import { markNotFollowing, readFollowing } from '../followers/note-following.ts';
import { eventRules, ignoredEvents } from './event-rules.ts';
import {
  eventXml,
  messageXml,
  openTestChat,
  publicUrl,
  scanXml,
  testAccount,
} from './test-chat.test-support.ts';
const { appId } = testAccount;
const clock = createTestClock();
let database;
let chat;
/** What the product was asked and told, in order. */
let calls = [];
beforeAll(async () => {
  database = await freshDatabase();
  chat = openTestChat({ db: database.db, clock, handlers: recordingHandlers() });
});
afterAll(async () => {
  await chat.close();
  await database.close();
});
beforeEach(() => {
  calls = [];
  clock.advanceMs(60_000);
});
function recordingHandlers() {
  const note =
    (name, answer) =>
    async (...given) => {
      calls.push([name, given.at(-1)]);
      return answer;
    };
  return {
    answerScan: note('answerScan', 'scanned'),
    answerPoints: note('answerPoints', '当前积分 3 分'),
    answerScene: async (visit) => {
      calls.push(['answerScene', visit]);
      return visit.scene.startsWith('s') ? 'confirm' : null;
    },
    onDeliveryReport: note('onDeliveryReport', undefined),
    onSubscriptionChange: note('onSubscriptionChange', undefined),
    onUserGone: note('onUserGone', '解除了与会员的绑定'),
  };
}
const tell = async (fields, input = {}) =>
  (await chat.push(eventXml(fields, { at: clock.now(), ...input }))).text;
const second = () => new Date(Math.floor(clock.now().getTime() / 1000) * 1000);
const welcome = texts.zh.welcome(testAccount.accountName);
const help = texts.zh.helpReply(`${publicUrl}/scan`, `${publicUrl}/points`);
describe('S2: events of the chat', () => {
  test('every event of the published vectors has a rule, or a reason to be silent', async () => {
    for (const { name, xml } of readVectors().events) {
      const event = /<Event><!\[CDATA\[(\w+)\]/.exec(xml)?.[1] ?? '';
      expect([name, eventRules.has(event) !== ignoredEvents.has(event)]).toEqual([name, true]);
      expect([name, (await chat.push(xml)).status]).toEqual([name, 200]);
    }
  });
  test('a scan of the menu is a scan; a code nobody’s page opens is one, too', async () => {
    const at = clock.now();
    await chat.push(scanXml('https://q.example.cn/C/A', { at }));
    await chat.push(scanXml('EAN_13,6911316223400', { at, scanType: 'barcode' }));
    await chat.push(scanXml('BARE-CODE', { at, event: 'scancode_push' }));
    const page = await chat.push(
      scanXml(' HTTPS://q.example.cn/C/A', { at, event: 'scancode_push' }),
    );
    expect(page.body).toBe('success');
    expect(calls.map(([, scan]) => scan)).toMatchObject([
      { appId, openId: 'oUser', text: 'https://q.example.cn/C/A', scanType: 'qrcode' },
      { text: 'EAN_13,6911316223400', scanType: 'barcode' },
      { text: 'BARE-CODE', scanType: 'qrcode' },
    ]);
  });
  test('a click on 我的积分 tells the points, another click how to go on', async () => {
    expect(await tell({ Event: 'CLICK', EventKey: 'MY_POINTS' })).toBe('当前积分 3 分');
    expect(await tell({ Event: 'CLICK', EventKey: 'OLD_BUTTON' })).toBe(help);
    expect(calls).toEqual([['answerPoints', { appId, openId: 'oUser' }]]);
  });
  test('words get help, a picture is sent to the page, what is for people is left to them', async () => {
    const say = async (fields) => (await chat.push(messageXml(fields, { at: clock.now() }))).text;
    expect(await say({ MsgType: 'text', Content: '你好', MsgId: '1' })).toBe(help);
    expect(await say({ MsgType: 'image', PicUrl: 'http://x', MsgId: '2' })).toBe(
      chatTexts.zh.pictureReply(`${publicUrl}/scan`),
    );
    expect(await say({ MsgType: 'voice', MediaId: 'x', MsgId: '3' })).toBe(null);
    expect(await tell({ Event: 'VIEW', EventKey: publicUrl })).toBe(null);
    expect(await tell({ Event: 'an_event_of_2031' })).toBe(null);
    expect(calls).toEqual([]);
  });
});
describe('S1: who follows', () => {
  const follower = (openId) =>
    database.db
      .selectFrom('wechatFollower')
      .selectAll()
      .where('openId', '=', openId)
      .executeTakeFirst();
  test('is welcomed and known, by the scene of the first QR, until they leave', async () => {
    const openId = 'oFollower';
    const followedAt = second();
    const scene = `p${'a'.repeat(20)}`;
    const subscribe = { Event: 'subscribe', EventKey: `qrscene_${scene}`, Ticket: 'T' };
    expect(await tell(subscribe, { openId })).toBe(welcome);
    const visit = { appId, openId, scene, isNewFollower: true, at: followedAt };
    expect(calls).toEqual([['answerScene', visit]]);
    clock.advanceMs(5_000);
    const sScene = `s${'b'.repeat(20)}`;
    expect(await tell({ Event: 'SCAN', EventKey: sScene, Ticket: 'T' }, { openId })).toBe(
      'confirm',
    );
    expect(calls[1]).toMatchObject(['answerScene', { scene: sScene, isNewFollower: false }]);
    clock.advanceMs(5_000);
    expect(await tell({ Event: 'unsubscribe', EventKey: '' }, { openId })).toBe(null);
    expect(await follower(openId)).toMatchObject({
      isFollowing: false,
      firstScene: scene,
      unfollowedAt: second(),
    });
    clock.advanceMs(5_000);
    expect(await tell({ Event: 'subscribe', EventKey: '' }, { openId })).toBe(welcome);
    expect(await readFollowing(database.db, { appId, openId })).toBe(true);
    expect(await follower(openId)).toMatchObject({ firstScene: scene, followedAt: second() });
  });
  test('events in the wrong order: what happened later counts', async () => {
    const openId = 'oReturned';
    const left = eventXml({ Event: 'unsubscribe', EventKey: '' }, { openId, at: clock.now() });
    clock.advanceMs(2_000);
    await tell({ Event: 'subscribe', EventKey: '' }, { openId });
    await chat.push(left);
    expect(await readFollowing(database.db, { appId, openId })).toBe(true);
    const { db } = database;
    await db
      .transaction()
      .execute((tx) => markNotFollowing(tx, { appId, openId, now: clock.now() }));
    expect(await readFollowing(db, { appId, openId })).toBe(false);
    await tell({ Event: 'SCAN', EventKey: 'x', Ticket: 'T' }, { openId });
    expect(await readFollowing(db, { appId, openId })).toBe(true);
    expect(await readFollowing(db, { appId, openId: 'oNobody' })).toBe(null);
  });
});
describe('S20: what became of messages, and who wants them', () => {
  test('reports are handed on with ids beyond 2^53 and the platform’s own words', async () => {
    const list =
      '<SubscribeMsgSentEvent><List><TemplateId>t</TemplateId><MsgID>1700827132819554304</MsgID>' +
      '<ErrorCode>0</ErrorCode><ErrorStatus>success</ErrorStatus></List><List><MsgID>2</MsgID>' +
      '<ErrorCode>43101</ErrorCode><ErrorStatus>user refuse</ErrorStatus></List></SubscribeMsgSentEvent>';
    const status = 'failed:user block';
    await tell({ Event: 'TEMPLATESENDJOBFINISH', MsgID: '9007199254740993', Status: status });
    await tell({ Event: 'subscribe_msg_sent_event' }, { more: list });
    expect(calls.map(([, report]) => report)).toMatchObject([
      { appId, msgId: '9007199254740993', status },
      { appId, msgId: '1700827132819554304', status: 'success' },
      { appId, msgId: '2', status: 'failed:user refuse' },
    ]);
  });
  test('consents and refusals are told together, once, with their moment', async () => {
    const one = (id, status) =>
      `<List><TemplateId>${id}</TemplateId><SubscribeStatusString>${status}</SubscribeStatusString></List>`;
    const popup = `<SubscribeMsgPopupEvent>${one('a', 'accept')}${one('b', 'reject')}</SubscribeMsgPopupEvent>`;
    const xml = eventXml({ Event: 'subscribe_msg_popup_event' }, { at: clock.now(), more: popup });
    await Promise.all([chat.push(xml), chat.push(xml)]);
    const change = `<SubscribeMsgChangeEvent>${one('a', 'reject')}</SubscribeMsgChangeEvent>`;
    await tell({ Event: 'subscribe_msg_change_event' }, { more: change });
    const user = { appId, openId: 'oUser', at: second() };
    const [a, b] = ['a', 'b'];
    expect(calls.map(([, consent]) => consent)).toEqual([
      {
        ...user,
        changes: [
          { templateId: a, change: 'accepted' },
          { templateId: b, change: 'rejected' },
        ],
      },
      { ...user, changes: [{ templateId: a, change: 'rejected' }] },
    ]);
  });
});
describe('S19: what somebody withdraws at WeChat', () => {
  const revocations = () =>
    database.db
      .selectFrom('wechatRevocation')
      .select(['event', 'openIdHash', 'revokeInfo', 'done'])
      .orderBy('wechatRevocationId')
      .execute();
  test('is obeyed and recorded without naming the person; the sender is not the person', async () => {
    const openId = 'oWhoWithdrew';
    await tell({ Event: 'subscribe', EventKey: '' }, { openId });
    const withdraw = (Event, more = {}) =>
      tell({ Event, OpenID: openId, AppID: appId, ...more }, { openId: 'oPlatform' });
    await withdraw('user_info_modified');
    await withdraw('user_authorization_revoke', { RevokeInfo: '205' });
    expect(calls).toEqual([]);
    await withdraw('user_authorization_cancellation', { RevokeInfo: '1' });
    expect(calls).toEqual([['onUserGone', { appId, openId }]]);
    expect(await readFollowing(database.db, { appId, openId })).toBe(null);
    const openIdHash = hash('sha256', openId, 'buffer');
    expect(await revocations()).toEqual([
      { event: 'user_info_modified', openIdHash, revokeInfo: null, done: chatTexts.zh.nothingKept },
      {
        event: 'user_authorization_revoke',
        ...{ openIdHash, revokeInfo: '205', done: chatTexts.zh.nothingKept },
      },
      {
        event: 'user_authorization_cancellation',
        ...{ openIdHash, revokeInfo: '1' },
        done: `解除了与会员的绑定；${chatTexts.zh.followerForgotten}`,
      },
    ]);
  });
  test('without saying who, or of another app, it changes nothing', async () => {
    const before = await revocations();
    expect(await tell({ Event: 'user_authorization_cancellation', RevokeInfo: '1' })).toBe(null);
    const OpenID = 'oUser';
    await tell({ Event: 'user_authorization_cancellation', OpenID, AppID: 'wxother' });
    expect(calls).toEqual([]);
    expect(await revocations()).toEqual(before);
  });
});
describe('B3: the check list is told', () => {
  test('when WeChat last called and why a call was refused, at most once a minute', async () => {
    const { db } = database;
    const fact = () => db.selectFrom('wechatAccountFact').selectAll().executeTakeFirst();
    await db.deleteFrom('wechatAccountFact').execute();
    await tell({ Event: 'VIEW', EventKey: 'x' });
    await expect.poll(fact).toMatchObject({ appId, lastPushAt: clock.now(), lastRefusalAt: null });
    const forged = { query: { signature: 'x', timestamp: '1', nonce: '1' } };
    await chat.push('<xml></xml>', forged);
    await expect.poll(async () => (await fact())?.lastRefusalReason).toBe('timestamp');
    await db.deleteFrom('wechatAccountFact').execute();
    await Promise.all(Array.from({ length: 50 }, () => chat.push('<xml></xml>', forged)));
    expect(await fact()).toBe(undefined);
  });
});
