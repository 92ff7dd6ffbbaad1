import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  Empty,
  ExportFormat,
  Id,
  line,
  Moment,
  nullable,
  pageOf,
  pageQuery,
  strictObject,
  TimeOrder,
} from './common.ts';

/** 明文, 兼容, 安全: how WeChat's server speaks to ours; decided here, never by a request. */
export const MessageMode = Type.Enum(['safe', 'compatible', 'plain']);
export type MessageMode = Static<typeof MessageMode>;

/** An action of the account's menu, in the platform's own field names. */
const menuAction = {
  name: line(60),
  type: Type.Enum(['scancode_waitmsg', 'scancode_push', 'view', 'click', 'miniprogram']),
  /** Of scancode and click; what click answers is decided by the key. */
  key: Type.Optional(line(128)),
  /** Of view; of miniprogram for old clients. */
  url: Type.Optional(line(1024)),
  appid: Type.Optional(line(40)),
  pagepath: Type.Optional(line(256)),
};
export const MenuAction = strictObject(menuAction);
export const MenuButton = Type.Union([
  MenuAction,
  strictObject({
    name: line(60),
    sub_button: Type.Array(MenuAction, { minItems: 1, maxItems: 5 }),
  }),
]);
/** One to three buttons; a name of 16 bytes at most, 60 below another. */
const buttons = Type.Array(MenuButton, { minItems: 1, maxItems: 3 });
export type DeclaredMenu = { button: Static<typeof buttons> };

export const MenuState = strictObject({
  /** What head office wants. */
  declared: strictObject({ button: buttons }),
  version: Type.Integer(),
  /** What phones show now, as the platform tells it, types included that we do not offer. */
  published: nullable(strictObject({ button: Type.Array(Type.Unknown()) })),
  /** unknown: the platform could not be asked, see `failure`. */
  state: Type.Enum(['same', 'different', 'none', 'unknown']),
  /** What differs, button by button, in words. */
  differences: Type.Array(Type.String()),
  /** Why the platform could not be asked, with the remedy. */
  failure: nullable(Type.String()),
});
export type MenuState = Static<typeof MenuState>;

export const WechatCheckName = Type.Enum([
  'account', // everything filled in, and of the right form
  'callbackUrl', // the platform could reach our address, and the echo comes back
  'signature', // a message signed and encrypted as the platform does comes back answered
  'pushes', // when WeChat last called, and whether any call was refused
  'token', // appid and secret are right
  'ipWhitelist', // the platform lets this server's address in
  'jsTicket', // the page may ask for the scanner
  'oauthDomain', // the page may ask who somebody is
  'menu', // phones show the declared menu
  'templates', // every template chosen for notices exists
  'messageMode', // safe mode
]);
export type WechatCheckName = Static<typeof WechatCheckName>;

export const WechatCheck = strictObject({
  check: WechatCheckName,
  state: Type.Enum(['passed', 'warning', 'failed', 'skipped']),
  /** What was seen, in words. */
  seen: Type.String(),
  /** What to click on the platform, or here; empty when nothing is to be done. */
  steps: Type.Array(Type.String()),
  checkedAt: Moment,
});
export type WechatCheck = Static<typeof WechatCheck>;

export const NoticeChannel = Type.Enum(['subscription', 'template', 'customerService']);
export type NoticeChannel = Static<typeof NoticeChannel>;

/** One try to tell one WeChat user something, by one channel. */
export const NoticeDelivery = strictObject({
  noticeDeliveryId: Id,
  noticeId: Id,
  memberId: Id,
  memberName: Type.String(),
  mobileMasked: Type.String(),
  /** What it told, in words. */
  title: Type.String(),
  channel: NoticeChannel,
  /** sent: WeChat took it; delivered: WeChat reported it shown. */
  state: Type.Enum(['sent', 'delivered', 'refused', 'failed']),
  /** Why not, in words. */
  reason: nullable(Type.String()),
  createdAt: Moment,
  /** When WeChat reported its fate. */
  reportedAt: nullable(Moment),
});
export type NoticeDelivery = Static<typeof NoticeDelivery>;

const deliveryFilter = {
  state: Type.Optional(Type.Enum(['sent', 'delivered', 'refused', 'failed'])),
  channel: Type.Optional(NoticeChannel),
  memberId: Type.Optional(Id),
  from: Type.Optional(Moment),
  to: Type.Optional(Moment),
  sort: TimeOrder,
};

/** Random, shown only to the browser that wants to be signed in. */
const signInToken = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
const confirmToken = strictObject({ confirmToken: signInToken });

export const wechatOperations = {
  'GET /api/wechat/js-config': {
    summary: 'Signature for wx.config; only for pages of this site',
    access: 'public',
    query: strictObject({ url: Type.String({ minLength: 8, maxLength: 2048 }) }),
    reply: strictObject({
      appId: Type.String(),
      timestamp: Type.Integer(),
      nonceStr: Type.String(),
      signature: Type.String(),
    }),
  },
  'GET /api/wechat/subscriptions': {
    summary: 'What a member may ask to be told of by 订阅通知, for wx-open-subscribe',
    access: 'member',
    reply: strictObject({
      templates: Type.Array(
        strictObject({
          templateId: Type.String(),
          /** What it tells, in words. */
          title: Type.String(),
          /** Notices that may still be sent by it. */
          credits: Type.Integer(),
        }),
      ),
    }),
  },
  'POST /api/scan-sign-ins': {
    summary:
      'A desktop page asks for a QR to be signed in by; the QR is a parametric one of the account',
    access: 'public',
    body: Empty,
    reply: strictObject({
      signInToken,
      /** What to draw as a QR. */
      qrUrl: Type.String(),
      /** The same drawn, as an SVG with its quiet zone: the page needs no encoder of its own. */
      qrSvg: Type.String(),
      /** The same two digits are shown on the phone before it agrees. */
      checkDigits: Type.String(),
      expiresAt: Moment,
    }),
  },
  'POST /api/scan-sign-ins/state': {
    summary: 'How far it is; the first answer after the phone agreed signs this browser in',
    access: 'public',
    body: strictObject({ signInToken }),
    reply: strictObject({
      state: Type.Enum(['waiting', 'scanned', 'signedIn', 'refused', 'expired']),
    }),
  },
  'POST /api/me/scan-sign-ins': {
    summary: 'What the phone is about to let in: only for the WeChat user who scanned',
    access: 'member',
    body: confirmToken,
    reply: strictObject({
      state: Type.Enum(['scanned', 'agreed', 'refused', 'expired']),
      checkDigits: Type.String(),
      /** E.g. Chrome · Windows. */
      device: Type.String(),
      /** Where the address of that browser is from, when known. */
      province: nullable(Type.String()),
      startedAt: Moment,
    }),
  },
  'POST /api/me/scan-sign-ins/answers': {
    summary: 'Let the other browser in, or not',
    access: 'member',
    body: strictObject({ ...confirmToken.properties, agree: Type.Boolean() }),
    reply: strictObject({ state: Type.Enum(['agreed', 'refused', 'expired']) }),
  },
  'GET /api/hq/wechat/checks': {
    summary: 'What can be tested of the Official Account, in order',
    access: 'staff',
    role: 'administrator',
    reply: strictObject({
      checks: Type.Array(WechatCheckName),
      accountName: Type.String(),
      appId: Type.String(),
    }),
  },
  'POST /api/hq/wechat/checks/:check': {
    summary: 'Test one thing now',
    access: 'staff',
    role: 'administrator',
    params: strictObject({ check: WechatCheckName }),
    body: Empty,
    reply: WechatCheck,
  },
  'GET /api/hq/wechat/menu': {
    summary: 'The declared menu beside the one phones show',
    access: 'staff',
    role: 'administrator',
    reply: MenuState,
  },
  'PUT /api/hq/wechat/menu': {
    summary: 'Declare the menu; phones show it after it is published',
    access: 'staff',
    role: 'administrator',
    body: strictObject({ button: buttons, version: Type.Integer({ minimum: 0 }) }),
    reply: MenuState,
  },
  'POST /api/hq/wechat/menu/publish': {
    summary: 'Make phones show the declared menu, whatever they show now; within five minutes',
    access: 'staff',
    role: 'administrator',
    body: strictObject({ version: Type.Integer({ minimum: 0 }) }),
    reply: MenuState,
  },
  'GET /api/hq/notice-deliveries': {
    summary: 'What was sent to WeChat users, by which channel, and what became of it',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...deliveryFilter }),
    reply: pageOf(NoticeDelivery),
  },
  'GET /api/hq/notice-deliveries/export': {
    summary: 'The same as a file',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...deliveryFilter }),
    reply: 'stream',
  },
} as const;
