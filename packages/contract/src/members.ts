import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  Empty,
  Id,
  Mobile,
  Moment,
  nullable,
  pageOf,
  pageQuery,
  RegionCode,
  strictObject,
} from './common.ts';

export const MemberKind = Type.Enum(['consumer', 'chef']);
export type MemberKind = Static<typeof MemberKind>;

/** The text a member agrees to before the first SMS; its version is kept with the consent. */
export const policyVersion = '2026-11';

export const EntryKind = Type.Enum(['award', 'spend', 'refund', 'expiry', 'adjustment']);
export type EntryKind = Static<typeof EntryKind>;

export const OwnMember = strictObject({
  name: Type.String(),
  kind: MemberKind,
  /** Shop or restaurant; empty when the member has none. */
  shopName: Type.String(),
  /** GB/T 2260, six digits. */
  regionCode: nullable(Type.String()),
  /** 138****1234 */
  mobileMasked: Type.String(),
  hasPassword: Type.Boolean(),
  balance: Type.Integer(),
  unreadNotices: Type.Integer(),
});
export type OwnMember = Static<typeof OwnMember>;

export const OwnEntry = strictObject({
  entryId: Type.String(),
  kind: EntryKind,
  points: Type.Integer(),
  balanceAfter: Type.Integer(),
  productName: nullable(Type.String()),
  /** Why these points, in words: 「红烧酱油 500ml 基础 10 分」. */
  explanation: Type.String(),
  createdAt: Moment,
});
export type OwnEntry = Static<typeof OwnEntry>;

/** One entry opened: the whole story of one movement. */
export const OwnEntryStory = strictObject({
  ...OwnEntry.properties,
  /** What led to it, step by step, in words: 「扫码 2026-11-22 08:00」「红烧酱油 500ml」「基础 10 分」. */
  steps: Type.Array(strictObject({ label: Type.String(), text: Type.String() })),
  /** The redemption behind a spend or a refund. */
  redemptionId: nullable(Id),
});
export type OwnEntryStory = Static<typeof OwnEntryStory>;

/** How points are called in front of consumers, e.g. 积分 / points; set by head office. */
export const PointsWording = strictObject({ zh: Type.String(), en: Type.String() });

export const memberOperations = {
  'GET /api/site': {
    summary: 'What the web app must know before anything else',
    access: 'public',
    reply: strictObject({
      brandName: Type.String(),
      /** Address of the brand's logo on this site; null when none was uploaded. */
      logoUrl: nullable(Type.String()),
      pointsWording: PointsWording,
      policyVersion: Type.String(),
      wechat: strictObject({
        enabled: Type.Boolean(),
        /** Where the JS-SDK script is loaded from. */
        jsSdkUrl: Type.String(),
        /** Name of the Official Account, for the invitation to follow. */
        accountName: Type.String(),
      }),
    }),
  },
  'GET /api/session': {
    summary:
      'Who am I: nobody yet, a WeChat user without a mobile number, a member who must choose a password first, or a member',
    access: 'public',
    reply: strictObject({
      state: Type.Enum(['anonymous', 'wechatUnbound', 'passwordNeeded', 'member']),
      member: nullable(OwnMember),
      /** Of a WeChat user whose number went to another WeChat user: when. */
      movedAwayAt: Type.Optional(Moment),
    }),
  },
  'POST /api/session/end': {
    summary: 'Sign out on this device',
    access: 'public',
    body: Empty,
    reply: Empty,
  },
  'POST /api/sms-codes': {
    summary: 'Send a six-digit code to a mobile number',
    access: 'public',
    body: strictObject({
      mobile: Mobile,
      /** The version of the privacy policy the person ticked. Nothing is sent without it. */
      agreedPolicyVersion: Type.String({ maxLength: 20 }),
    }),
    reply: strictObject({ resendAfterSeconds: Type.Integer(), validSeconds: Type.Integer() }),
  },
  'POST /api/bindings': {
    summary: 'Prove a mobile number; inside WeChat it is bound to this WeChat user from then on',
    access: 'public',
    body: strictObject({
      mobile: Mobile,
      smsCode: Type.String({ minLength: 1, maxLength: 12 }),
      /** Filled in the first time; for a known member only given fields change. */
      profile: Type.Optional(
        strictObject({
          name: Type.Optional(Type.String({ maxLength: 40 })),
          kind: Type.Optional(MemberKind),
          regionCode: Type.Optional(RegionCode),
        }),
      ),
      /** The number is another WeChat user's: move it here. Without it that is wechat_already_bound. */
      moveWechat: Type.Optional(Type.Boolean()),
    }),
    reply: strictObject({ member: OwnMember, isNew: Type.Boolean() }),
  },
  'GET /api/me/entries': {
    summary: 'The history behind 我的积分, newest first',
    access: 'member',
    query: strictObject({
      ...pageQuery,
      kind: Type.Optional(EntryKind),
      productId: Type.Optional(Id),
      /** A Beijing month, 2026-11. */
      month: Type.Optional(Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$' })),
    }),
    reply: pageOf(OwnEntry),
  },
  'GET /api/me/entries/:entryId': {
    summary: 'One movement with its story',
    access: 'member',
    params: strictObject({ entryId: Type.String({ pattern: '^[0-9]{1,16}-[0-9]{1,16}$' }) }),
    reply: OwnEntryStory,
  },
  'GET /api/me/products': {
    summary: 'Products this member has points from, to filter the history by',
    access: 'member',
    reply: strictObject({
      products: Type.Array(strictObject({ productId: Id, name: Type.String() })),
    }),
  },
  'GET /api/me/points': {
    summary: 'Balance, earned and spent points',
    access: 'member',
    reply: strictObject({
      balance: Type.Integer(),
      earned: Type.Integer(),
      spent: Type.Integer(),
    }),
  },
} as const;
