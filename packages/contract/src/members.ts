import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Empty, Mobile, Moment, nullable, pageOf, pageQuery, strictObject } from './common.ts';

export const MemberKind = Type.Enum(['consumer', 'chef']);
export type MemberKind = Static<typeof MemberKind>;

/** The text a member agrees to before the first SMS; its version is kept with the consent. */
export const policyVersion = '2026-11';

export const EntryKind = Type.Enum(['award', 'spend', 'expiry', 'adjustment']);
export type EntryKind = Static<typeof EntryKind>;

export const OwnMember = strictObject({
  name: Type.String(),
  kind: MemberKind,
  /** GB/T 2260, six digits. */
  regionCode: nullable(Type.String()),
  /** 138****1234 */
  mobileMasked: Type.String(),
  balance: Type.Integer(),
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

export const memberOperations = {
  'GET /api/site': {
    summary: 'What the web app must know before anything else',
    access: 'public',
    reply: strictObject({
      brandName: Type.String(),
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
    summary: 'Who am I: nobody yet, a WeChat user without a mobile number, or a member',
    access: 'public',
    reply: strictObject({
      state: Type.Enum(['anonymous', 'wechatUnbound', 'member']),
      member: nullable(OwnMember),
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
          regionCode: Type.Optional(Type.String({ pattern: '^[0-9]{6}$' })),
        }),
      ),
    }),
    reply: strictObject({ member: OwnMember, isNew: Type.Boolean() }),
  },
  'GET /api/me/entries': {
    summary: 'The history behind 我的积分, newest first',
    access: 'member',
    query: strictObject({ ...pageQuery, kind: Type.Optional(EntryKind) }),
    reply: pageOf(OwnEntry),
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
} as const;
