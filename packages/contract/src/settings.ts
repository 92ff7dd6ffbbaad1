import { Type } from 'typebox';
import type { Static } from 'typebox';
import { line, Mobile, nullable, PictureId, strictObject } from './common.ts';
import { NoticeKind } from './notices.ts';
import { MessageMode, NoticeChannel } from './wechat.ts';

/** A secret as it is given: absent keeps what is stored, '' forgets it. It is never read back. */
const newSecret = Type.Optional(Type.String({ maxLength: 500 }));
const optionalText = (maxLength: number) => Type.String({ maxLength });

const brand = {
  name: line(40),
  logoPictureId: nullable(PictureId),
};

/** What a point is called in front of consumers. */
const points = { nameZh: line(8), nameEn: line(20) };

const aliyun = {
  accessKeyId: optionalText(100),
  /** 短信签名 as approved. */
  signName: optionalText(40),
  templateCode: optionalText(40),
  /** Name of the code in the template. */
  templateParameter: optionalText(40),
};
const tencent = {
  secretId: optionalText(100),
  sdkAppId: optionalText(40),
  signName: optionalText(40),
  templateId: optionalText(40),
  region: optionalText(40),
};
const sms = {
  /** Tried in this order. */
  providers: Type.Array(Type.Enum(['aliyun', 'tencent']), { maxItems: 2, uniqueItems: true }),
  /** Thousandths of a yuan. */
  priceMilliyuan: Type.Integer({ minimum: 0, maximum: 100_000 }),
  monthlyBudgetYuan: nullable(Type.Integer({ minimum: 0, maximum: 100_000_000 })),
  /** Percent of the budget at which the alarm is shown. */
  alarmPercent: Type.Integer({ minimum: 1, maximum: 100 }),
  perNumberAndDayMax: Type.Integer({ minimum: 1, maximum: 100 }),
  perAddressAndHourMax: Type.Integer({ minimum: 1, maximum: 10_000 }),
  perMinuteMax: Type.Integer({ minimum: 1, maximum: 100_000 }),
};
const wechat = {
  appId: optionalText(40),
  originalId: optionalText(40),
  accountName: optionalText(40),
  /** Must be the one chosen on the platform. */
  messageMode: MessageMode,
  /** Take pushes only from addresses the platform names (getcallbackip): a second line of defence. */
  onlyCallbackIps: Type.Boolean(),
  /** Files the platform asks for at the root of a domain, e.g. MP_verify_0123456789abcdef.txt */
  verifyFiles: Type.Array(
    strictObject({
      name: Type.String({ pattern: '^MP_verify_[A-Za-z0-9]{1,64}\\.txt$' }),
      content: Type.String({ pattern: '^[A-Za-z0-9]{1,64}$' }),
    }),
    { maxItems: 10 },
  ),
};

/** Where a field of a template takes its words from. */
const NoticeFieldSource = Type.Enum([
  ...(['title', 'detail', 'memberName', 'moment', 'giftName', 'quantity', 'carrier'] as const),
  ...(['trackingNumber', 'redemptionId', 'points', 'balanceAfter', 'reason'] as const),
]);
export type NoticeFieldSource = Static<typeof NoticeFieldSource>;

/** One template of the account, and the notices told by it. */
const noticeTemplate = strictObject({
  channel: Type.Enum(['subscription', 'template']),
  templateId: line(64),
  /** What members read before they subscribe. */
  title: line(20),
  kinds: Type.Array(NoticeKind, { minItems: 1, maxItems: 20, uniqueItems: true }),
  /** The platform's names of the fields, such as thing1 or time3. */
  fields: Type.Array(
    strictObject({
      name: Type.String({ pattern: '^[a-z_]{1,30}[0-9]{0,3}$' }),
      from: NoticeFieldSource,
    }),
    { minItems: 1, maxItems: 8 },
  ),
});
const wechatNotices = {
  /** Tried in this order until one takes it; none: only the app tells. */
  channels: Type.Array(NoticeChannel, { maxItems: 3, uniqueItems: true }),
  templates: Type.Array(noticeTemplate, { maxItems: 25 }),
};
const count = (maximum: number) => Type.Integer({ minimum: 1, maximum });

/** When somebody has to wait, when head office is told, and what is looked at as suspicious. */
const guards = {
  /** Wrong codes: well-formed, but not existing. */
  wrongPerDayMax: count(10_000),
  wrongInARowMax: count(10_000),
  rowLockMinutes: count(1_440),
  /** Texts that are no code at all: bar codes, other sites. */
  oddPerDayMax: count(100_000),
  /** Wrong codes a day of everybody behind one address, of one device, of one openid. */
  addressWrongPerDayMax: count(1_000_000),
  deviceWrongPerDayMax: count(1_000_000),
  openIdWrongPerDayMax: count(1_000_000),
  /** Codes a member may earn in a Beijing day. */
  consumerDailyClaimsMax: count(1_000_000),
  chefDailyClaimsMax: count(1_000_000),
  /** An alarm, not a lock: so many codes of one member within an hour. */
  velocityClaimsPerHour: count(1_000_000),
  /** An alarm, not a lock: two provinces of one member, faster than this. */
  travelKilometresPerHour: count(10_000),
  /** A code of so many people, or provinces, within thirty days is listed as suspicious. */
  suspiciousPeople: count(10_000),
  suspiciousProvinces: count(34),
  /** Asking whether a product is genuine, without an account: from one address. */
  checksPerMinuteMax: count(10_000),
  checksPerDayMax: count(1_000_000),
};

const appeals = {
  /** Points one appeal may be given at most. */
  pointsMax: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  /** Above this a second colleague has to agree. */
  approvalAbovePoints: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  /** Points one clerk may give in a Beijing day. */
  clerkPointsPerDayMax: Type.Integer({ minimum: 0, maximum: 100_000_000 }),
  /** Appeals one member may open in a Beijing day. */
  memberAppealsPerDayMax: count(100),
  templates: Type.Array(strictObject({ title: line(40), text: line(500) }), { maxItems: 50 }),
};

const version = { version: Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 }) };

/** `isSet` says that a secret is stored; `fromEnvironment` that the environment decides instead. */
const secretState = Type.Boolean();

export const Settings = strictObject({
  brand: strictObject({ ...brand, ...version }),
  points: strictObject({ ...points, ...version }),
  guards: strictObject({ ...guards, ...version }),
  appeals: strictObject({ ...appeals, ...version }),
  sms: strictObject({
    ...sms,
    aliyun: strictObject({ ...aliyun, accessKeySecretIsSet: secretState }),
    tencent: strictObject({ ...tencent, secretKeyIsSet: secretState }),
    /** simulator: the environment sends every SMS to the simulator's phone. */
    inForce: Type.Array(Type.String()),
    ...version,
  }),
  wechat: strictObject({
    ...wechat,
    appSecretIsSet: secretState,
    tokenIsSet: secretState,
    encodingAesKeyIsSet: secretState,
    /** The key before, for messages under way while it is changed on the platform. */
    encodingAesKeyPreviousIsSet: secretState,
    /** Where what is in force comes from: the environment's credentials go before these. */
    inForce: Type.Enum(['environment', 'settings', 'none']),
    /** What to type into the platform's console. */
    callbackUrl: Type.String(),
    ...version,
  }),
  wechatNotices: strictObject({ ...wechatNotices, ...version }),
});
export type Settings = Static<typeof Settings>;

export const settingOperations = {
  'GET /api/hq/settings': {
    summary: 'Everything head office may set; secrets only as set or not',
    access: 'staff',
    role: 'administrator',
    reply: Settings,
  },
  'PUT /api/hq/settings/brand': {
    summary: 'Name and logo of the brand',
    access: 'staff',
    role: 'administrator',
    body: strictObject({ ...brand, ...version }),
    reply: Settings,
  },
  'PUT /api/hq/settings/points': {
    summary: 'What a point is called',
    access: 'staff',
    role: 'administrator',
    body: strictObject({ ...points, ...version }),
    reply: Settings,
  },
  'PUT /api/hq/settings/guards': {
    summary:
      'Limits of wrong codes and daily codes, and what is suspicious; in force within a second',
    access: 'staff',
    role: 'administrator',
    body: strictObject({ ...guards, ...version }),
    reply: Settings,
  },
  'PUT /api/hq/settings/appeals': {
    summary: 'How many points answers to appeals may give, and their templates',
    access: 'staff',
    role: 'administrator',
    body: strictObject({ ...appeals, ...version }),
    reply: Settings,
  },
  'PUT /api/hq/settings/sms': {
    summary: 'SMS channels, their order, price, budget and limits; in force at once',
    access: 'staff',
    role: 'administrator',
    body: strictObject({
      ...sms,
      aliyun: strictObject({ ...aliyun, accessKeySecret: newSecret }),
      tencent: strictObject({ ...tencent, secretKey: newSecret }),
      ...version,
    }),
    reply: Settings,
  },
  'POST /api/hq/settings/sms/test': {
    summary: 'Send a code to one number through one channel; counts and costs like any other',
    access: 'staff',
    role: 'administrator',
    body: strictObject({ provider: Type.Enum(['aliyun', 'tencent', 'inForce']), mobile: Mobile }),
    reply: strictObject({ sent: Type.Boolean(), failure: nullable(Type.String()) }),
  },
  'PUT /api/hq/settings/wechat': {
    summary: 'The Official Account; in force within seconds',
    access: 'staff',
    role: 'administrator',
    body: strictObject({
      ...wechat,
      appSecret: newSecret,
      token: newSecret,
      /** A new one makes the present one the previous. */
      encodingAesKey: newSecret,
      ...version,
    }),
    reply: Settings,
  },
  'PUT /api/hq/settings/wechat-notices': {
    summary: 'By which channels of WeChat members are told, and with which templates',
    access: 'staff',
    role: 'administrator',
    body: strictObject({ ...wechatNotices, ...version }),
    reply: Settings,
  },
} as const;
