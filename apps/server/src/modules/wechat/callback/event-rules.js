import { qrSceneOf } from '@mashang/wechat';
import { texts } from '../../../texts.ts';
import { noteFollowing } from '../followers/note-following.ts';
import { obeyRevocation } from '../followers/obey-revocation.ts';
import { readConsent, readDeliveryReports } from './subscription-events.ts';
/** Keys of the menu's `click` buttons that mean something. */
export const myPointsKey = 'MY_POINTS';
/** Every event that does something, by the platform's name of it. */
export const eventRules = new Map([
  ['subscribe', (event, tools) => answer(() => greet(event, tools, true))],
  ['SCAN', (event, tools) => answer(() => greet(event, tools, false))],
  ['unsubscribe', (event, { db }) => obey(() => leave(event, db))],
  ['CLICK', click],
  ['scancode_waitmsg', scan],
  // An address is opened by the phone, and the page claims; another text nobody reads but us.
  ['scancode_push', (event, tools) => (opensPage(event) ? silent : scan(event, tools))],
  ['TEMPLATESENDJOBFINISH', report],
  ['subscribe_msg_sent_event', report],
  ['subscribe_msg_popup_event', consent],
  ['subscribe_msg_change_event', consent],
  ['user_info_modified', revoke],
  ['user_authorization_revoke', revoke],
  ['user_authorization_cancellation', revoke],
  // The name older documents of the platform have for it.
  ['user_cancellation', revoke],
]);
/** Events that are silence on purpose, and why. */
export const ignoredEvents = new Map([
  ['VIEW', 'the phone opens the page by itself'],
  ['view_miniprogram', 'the phone opens the mini-program by itself'],
  ['LOCATION', 'where somebody is: not needed, so not kept'],
  ['location_select', 'a kind of button the menu does not offer'],
  ['pic_sysphoto', 'a kind of button the menu does not offer'],
  ['pic_photo_or_album', 'a kind of button the menu does not offer'],
  ['pic_weixin', 'a kind of button the menu does not offer'],
  ['MASSSENDJOBFINISH', 'articles are sent from the platform’s own console'],
  ['kf_create_session', 'customer service of the platform’s own'],
  ['kf_close_session', 'customer service of the platform’s own'],
  ['kf_switch_session', 'customer service of the platform’s own'],
  ['debug_demo', 'the platform’s tool for trying pushes'],
]);
const silent = { kind: 'silent' };
const answer = (work) => ({ kind: 'answer', work });
const obey = (work) => ({ kind: 'obey', work });
/** Somebody followed, or scanned a QR of the account while following. */
async function greet({ message, user, at }, { db, handlers, accountName }, isNewFollower) {
  const scene = qrSceneOf(message);
  await db
    .transaction()
    .execute((tx) => noteFollowing(tx, { ...user, isFollowing: true, scene, at }));
  const words =
    scene === null ? null : await handlers.answerScene({ ...user, scene, isNewFollower, at });
  return words ?? texts.zh.welcome(accountName);
}
/** What keeps somebody's messages away from now on; points stay with the member. */
async function leave({ user, at }, db) {
  await db
    .transaction()
    .execute((tx) => noteFollowing(tx, { ...user, isFollowing: false, scene: null, at }));
}
function click({ message, user }, { handlers, publicUrl }) {
  if (message.EventKey === myPointsKey) return answer(() => handlers.answerPoints(user));
  return { kind: 'say', text: texts.zh.helpReply(`${publicUrl}/scan`, `${publicUrl}/points`) };
}
function scan({ message, user, attemptId }, { handlers }) {
  const { ScanType, ScanResult: text = '' } = message.ScanCodeInfo ?? {};
  const scanType = ScanType === 'qrcode' ? 'qrcode' : 'barcode';
  return { kind: 'scan', work: () => handlers.answerScan({ ...user, text, scanType, attemptId }) };
}
function opensPage({ message }) {
  return /^\s*https?:\/\//i.test(message.ScanCodeInfo?.ScanResult ?? '');
}
function report({ message, user }, { handlers }) {
  return obey(async () => {
    for (const { msgId, status } of readDeliveryReports(message)) {
      await handlers.onDeliveryReport({ ...user, msgId, status });
    }
  });
}
function consent({ message, user, at }, { handlers }) {
  const changes = readConsent(message);
  if (changes.length === 0) return silent;
  return obey(() => handlers.onSubscriptionChange({ ...user, changes, at }));
}
/** The sender is the platform: whom it concerns stands in OpenID. */
function revoke({ message, user: { appId } }, { db, handlers, now }) {
  const { OpenID: openId, AppID: ofAppId, RevokeInfo: revokeInfo, Event: event = '' } = message;
  if (typeof openId !== 'string' || openId === '') return silent;
  if (typeof ofAppId === 'string' && ofAppId !== appId) return silent;
  const what = typeof revokeInfo === 'string' ? revokeInfo : null;
  return obey(() =>
    db
      .transaction()
      .execute((tx) =>
        obeyRevocation(tx, { appId, openId, event, revokeInfo: what, now }, handlers.onUserGone),
      ),
  );
}
