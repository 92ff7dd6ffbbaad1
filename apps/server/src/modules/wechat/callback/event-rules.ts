import { qrSceneOf } from '@mashang/wechat';
import type { ReceivedMessage } from '@mashang/wechat';
import type { Db } from '../../../platform/database.ts';
import { texts } from '../../../texts.ts';
import { noteFollowing } from '../followers/note-following.ts';
import { obeyRevocation } from '../followers/obey-revocation.ts';
import type { ChatHandlers, ChatUser } from './chat-handlers.ts';
import { readConsent, readDeliveryReports } from './subscription-events.ts';

/** What to do about a message. */
export type Plan =
  | { kind: 'silent' }
  /** Words that cost nothing: they need not be remembered. */
  | { kind: 'say'; text: string }
  /** As the next, by the scan desk, which has a queue of its own. */
  | { kind: 'scan'; work: () => Promise<string> }
  /** Somebody waits for the words; null is silence. */
  | { kind: 'answer'; work: () => Promise<string | null> }
  /** Nobody waits, but it must be done: what fails is asked for again. */
  | { kind: 'obey'; work: () => Promise<void> };

export interface ChatEvent {
  message: ReceivedMessage;
  user: ChatUser;
  /** UUID. */
  attemptId: string;
  /** When it happened, by the platform's clock; whole seconds. */
  at: Date;
}

export interface EventTools {
  db: Db;
  handlers: ChatHandlers;
  publicUrl: string;
  accountName: string;
  now: Date;
}

type Rule = (event: ChatEvent, tools: EventTools) => Plan;

/** Keys of the menu's `click` buttons that mean something. */
const myPointsKey = 'MY_POINTS';

/** Every event that does something, by the platform's name of it. */
export const eventRules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
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
export const ignoredEvents: ReadonlyMap<string, string> = new Map([
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

const silent: Plan = { kind: 'silent' };
const answer = (work: () => Promise<string | null>): Plan => ({ kind: 'answer', work });
const obey = (work: () => Promise<void>): Plan => ({ kind: 'obey', work });

/** Somebody followed, or scanned a QR of the account while following. */
async function greet(
  { message, user, at }: ChatEvent,
  { db, handlers, accountName }: EventTools,
  isNewFollower: boolean,
): Promise<string> {
  const scene = qrSceneOf(message);
  await db
    .transaction()
    .execute((tx) => noteFollowing(tx, { ...user, isFollowing: true, scene, at }));
  const words =
    scene === null ? null : await handlers.answerScene({ ...user, scene, isNewFollower, at });
  return words ?? texts.zh.welcome(accountName);
}

/** What keeps somebody's messages away from now on; points stay with the member. */
async function leave({ user, at }: ChatEvent, db: Db): Promise<void> {
  await db
    .transaction()
    .execute((tx) => noteFollowing(tx, { ...user, isFollowing: false, scene: null, at }));
}

function click({ message, user }: ChatEvent, { handlers, publicUrl }: EventTools): Plan {
  if (message.EventKey === myPointsKey) return answer(() => handlers.answerPoints(user));
  return { kind: 'say', text: texts.zh.helpReply(`${publicUrl}/scan`, `${publicUrl}/points`) };
}

function scan({ message, user, attemptId }: ChatEvent, { handlers }: EventTools): Plan {
  const { ScanType, ScanResult: text = '' } = message.ScanCodeInfo ?? {};
  const scanType = ScanType === 'qrcode' ? 'qrcode' : 'barcode';
  return { kind: 'scan', work: () => handlers.answerScan({ ...user, text, scanType, attemptId }) };
}

function opensPage({ message }: ChatEvent): boolean {
  return /^\s*https?:\/\//i.test(message.ScanCodeInfo?.ScanResult ?? '');
}

function report({ message, user }: ChatEvent, { handlers }: EventTools): Plan {
  return obey(async () => {
    for (const { msgId, status } of readDeliveryReports(message)) {
      await handlers.onDeliveryReport({ ...user, msgId, status });
    }
  });
}

function consent({ message, user, at }: ChatEvent, { handlers }: EventTools): Plan {
  const changes = readConsent(message);
  if (changes.length === 0) return silent;
  return obey(() => handlers.onSubscriptionChange({ ...user, changes, at }));
}

/** The sender is the platform: whom it concerns stands in OpenID. */
function revoke({ message, user: { appId } }: ChatEvent, { db, handlers, now }: EventTools): Plan {
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
