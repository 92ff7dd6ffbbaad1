import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { chatTexts } from '../../../texts-chat.ts';
import { texts } from '../../../texts.ts';
import { useRecordedChat } from '../callback/recorded-chat.test-support.ts';
import { eventXml, testAccount } from '../callback/test-chat.test-support.ts';
import { markNotFollowing, readFollowing } from './note-following.ts';

const { appId } = testAccount;
const recorded = useRecordedChat();
const { clock, calls, tell, second } = recorded;
const welcome = texts.zh.welcome(testAccount.accountName);

describe('S1: who follows', () => {
  const follower = (openId: string) =>
    recorded.database.db
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
    expect(await readFollowing(recorded.database.db, { appId, openId })).toBe(true);
    expect(await follower(openId)).toMatchObject({ firstScene: scene, followedAt: second() });
  });

  test('events in the wrong order: what happened later counts', async () => {
    const openId = 'oReturned';
    const left = eventXml({ Event: 'unsubscribe', EventKey: '' }, { openId, at: clock.now() });
    clock.advanceMs(2_000);
    await tell({ Event: 'subscribe', EventKey: '' }, { openId });
    await recorded.chat.push(left);
    expect(await readFollowing(recorded.database.db, { appId, openId })).toBe(true);
    const { db } = recorded.database;
    await db
      .transaction()
      .execute((tx) => markNotFollowing(tx, { appId, openId, now: clock.now() }));
    expect(await readFollowing(db, { appId, openId })).toBe(false);
    await tell({ Event: 'SCAN', EventKey: 'x', Ticket: 'T' }, { openId });
    expect(await readFollowing(db, { appId, openId })).toBe(true);
    expect(await readFollowing(db, { appId, openId: 'oNobody' })).toBe(null);
  });
});

describe('S19: what somebody withdraws at WeChat', () => {
  const revocations = () =>
    recorded.database.db
      .selectFrom('wechatRevocation')
      .select(['event', 'openIdHash', 'revokeInfo', 'done'])
      .orderBy('wechatRevocationId')
      .execute();

  test('is obeyed and recorded without naming the person; the sender is not the person', async () => {
    const openId = 'oWhoWithdrew';
    await tell({ Event: 'subscribe', EventKey: '' }, { openId });
    const withdraw = (Event: string, more: Record<string, string> = {}) =>
      tell({ Event, OpenID: openId, AppID: appId, ...more }, { openId: 'oPlatform' });
    await withdraw('user_info_modified');
    await withdraw('user_authorization_revoke', { RevokeInfo: '205' });
    expect(calls).toEqual([]);
    await withdraw('user_authorization_cancellation', { RevokeInfo: '1' });
    expect(calls).toEqual([['onUserGone', { appId, openId }]]);
    expect(await readFollowing(recorded.database.db, { appId, openId })).toBe(null);
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
    const { db } = recorded.database;
    const fact = () => db.selectFrom('wechatAccountFact').selectAll().executeTakeFirst();
    await db.deleteFrom('wechatAccountFact').execute();
    await tell({ Event: 'VIEW', EventKey: 'x' });
    await expect.poll(fact).toMatchObject({ appId, lastPushAt: clock.now(), lastRefusalAt: null });
    const forged = { query: { signature: 'x', timestamp: '1', nonce: '1' } };
    await recorded.chat.push('<xml></xml>', forged);
    await expect.poll(async () => (await fact())?.lastRefusalReason).toBe('timestamp');
    await db.deleteFrom('wechatAccountFact').execute();
    await Promise.all(Array.from({ length: 50 }, () => recorded.chat.push('<xml></xml>', forged)));
    expect(await fact()).toBe(undefined);
  });
});
