import { Type } from 'typebox';
import { Empty, line, Mobile, Moment, RegionCode, strictObject } from './common.ts';
import { MemberKind, OwnMember } from './members.ts';

const password = Type.String({ minLength: 1, maxLength: 200 });
const smsCode = Type.String({ minLength: 1, maxLength: 12 });

/** How a member signs in outside WeChat, and looks after the account. */
export const passwordOperations = {
  'POST /api/logins': {
    summary:
      'Sign in with mobile number and password; one answer for a wrong password and an unknown number',
    access: 'public',
    body: strictObject({ mobile: Mobile, password }),
    reply: strictObject({ member: OwnMember }),
  },
  'POST /api/password-resets': {
    summary: 'A forgotten password: choose a new one by SMS code; every other session ends',
    access: 'public',
    body: strictObject({ mobile: Mobile, smsCode, newPassword: password }),
    reply: strictObject({ member: OwnMember }),
  },
  'POST /api/me/password': {
    summary:
      'Choose the first password, or change it with the current one; every other session ends',
    access: 'member',
    beforePassword: true,
    body: strictObject({ currentPassword: Type.Optional(password), newPassword: password }),
    reply: strictObject({ member: OwnMember }),
  },
  'PUT /api/me/profile': {
    summary: 'Name, kind, shop or restaurant, region',
    access: 'member',
    body: strictObject({
      name: line(40),
      kind: MemberKind,
      shopName: Type.String({ maxLength: 60 }),
      regionCode: Type.Union([RegionCode, Type.Null()]),
    }),
    reply: strictObject({ member: OwnMember }),
  },
  'POST /api/me/sms-codes': {
    summary: 'Send a code to the own number, before changing it',
    access: 'member',
    body: Empty,
    reply: strictObject({ resendAfterSeconds: Type.Integer(), validSeconds: Type.Integer() }),
  },
  'POST /api/me/mobile': {
    summary: 'Move the account to another number; both numbers prove themselves by SMS code',
    access: 'member',
    body: strictObject({ currentSmsCode: smsCode, newMobile: Mobile, newSmsCode: smsCode }),
    reply: strictObject({ member: OwnMember }),
  },
  'GET /api/me/sessions': {
    summary: 'Where this account is signed in',
    access: 'member',
    reply: strictObject({
      sessions: Type.Array(
        strictObject({
          /** Its number in the list, for ending it. */
          sessionId: Type.String(),
          device: Type.String(),
          inWechat: Type.Boolean(),
          isCurrent: Type.Boolean(),
          createdAt: Moment,
          expiresAt: Moment,
        }),
      ),
    }),
  },
  'POST /api/me/sessions/end': {
    summary: 'End one session, or every one but this',
    access: 'member',
    body: strictObject({ sessionId: Type.Optional(Type.String({ maxLength: 64 })) }),
    reply: strictObject({ ended: Type.Integer() }),
  },
} as const;
