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
} from './common.ts';

/** What wrong codes are counted by. */
export const LockSubject = Type.Enum(['member', 'openId', 'address', 'device']);
export type LockSubject = Static<typeof LockSubject>;

/** Somebody who sent too many wrong codes and has to wait. */
export const GuardLock = strictObject({
  /** Opaque: the kind and the subject. */
  lockId: Type.String(),
  kind: LockSubject,
  /** A member's name, an openid, a network, or the start of a device's mark. */
  subject: Type.String(),
  memberId: nullable(Id),
  wrongToday: Type.Integer(),
  lockedAt: Moment,
  lockedUntil: Moment,
});
export type GuardLock = Static<typeof GuardLock>;

export const BlacklistKind = Type.Enum(['member', 'openId', 'network']);
export type BlacklistKind = Static<typeof BlacklistKind>;

export const BlacklistEntry = strictObject({
  blacklistEntryId: Id,
  kind: BlacklistKind,
  /** A member's number, an openid, or a network in CIDR notation. */
  subject: Type.String(),
  memberName: nullable(Type.String()),
  reason: Type.String(),
  /** Null: until somebody lifts it. */
  expiresAt: nullable(Moment),
  staffName: Type.String(),
  createdAt: Moment,
  liftedAt: nullable(Moment),
  liftedByName: nullable(Type.String()),
  liftReason: nullable(Type.String()),
});
export type BlacklistEntry = Static<typeof BlacklistEntry>;

/** A member who may earn more codes a day than their kind: a shop that scans for its customers. */
export const Allowance = strictObject({
  memberId: Id,
  memberName: Type.String(),
  mobileMasked: Type.String(),
  dailyClaimsMax: Type.Integer(),
  reason: Type.String(),
  /** Null: until somebody ends it. */
  expiresAt: nullable(Moment),
  staffName: Type.String(),
  createdAt: Moment,
});
export type Allowance = Static<typeof Allowance>;

export const AlarmKind = Type.Enum([
  'memberLocked', // too many wrong codes of a member
  'subjectLocked', // … of an openid, an address or a device
  'dailyLimitReached', // a member reached the day's limit of codes
  'velocity', // many codes of one member within an hour
  'impossibleTravel', // two provinces, too soon after each other
  'suspiciousCode', // one code in many hands, or in many provinces
  'budgetSpent', // a campaign has given all it may
  'markedCopy', // a mark of a copy that was never meant for print, or was revoked
  'scannedBeforeActivation', // codes are out before they should be
  'wechatTrouble', // WeChat refuses what only a person can mend
]);
export type AlarmKind = Static<typeof AlarmKind>;

export const Alarm = strictObject({
  alarmId: Id,
  kind: AlarmKind,
  title: Type.String(),
  detail: Type.String(),
  memberId: nullable(Id),
  /** `batchId-serial` of the code it is about. */
  codeRef: nullable(Type.String()),
  campaignId: nullable(Id),
  batchId: nullable(Id),
  /** The copies it names. */
  deliveryIds: Type.Array(Id),
  state: Type.Enum(['open', 'settled']),
  times: Type.Integer(),
  firstAt: Moment,
  lastAt: Moment,
  settledAt: nullable(Moment),
  settledByName: nullable(Type.String()),
  note: nullable(Type.String()),
});
export type Alarm = Static<typeof Alarm>;

const lockId = Type.String({ pattern: '^[A-Za-z]{4,8}:[A-Za-z0-9_.:/-]{1,80}$' });

const blacklistFilter = {
  kind: Type.Optional(BlacklistKind),
  memberId: Type.Optional(Id),
  /** In force: neither lifted nor expired. */
  inForce: Type.Optional(Type.Enum(['yes', 'no'])),
  search: Type.Optional(Type.String({ maxLength: 80 })),
  sort: Type.Optional(Type.Enum(['newest', 'oldest'])),
};
const alarmFilter = {
  state: Type.Optional(Type.Enum(['open', 'settled'])),
  kind: Type.Optional(AlarmKind),
  memberId: Type.Optional(Id),
  from: Type.Optional(Moment),
  to: Type.Optional(Moment),
  /** By the last time it happened. */
  sort: Type.Optional(Type.Enum(['newest', 'oldest'])),
};
const allowanceFilter = {
  memberId: Type.Optional(Id),
  sort: Type.Optional(Type.Enum(['newest', 'oldest'])),
};

export const guardOperations = {
  'GET /api/hq/guard-locks': {
    summary: 'Who has to wait now for having sent too many wrong codes',
    access: 'staff',
    query: strictObject({ ...pageQuery, kind: Type.Optional(LockSubject) }),
    reply: pageOf(GuardLock),
  },
  'POST /api/hq/guard-locks/:lockId/lift': {
    summary: 'Let somebody scan again at once; the count of the day starts anew',
    access: 'staff',
    params: strictObject({ lockId }),
    body: strictObject({ reason: line(200) }),
    reply: Empty,
  },
  'GET /api/hq/blacklist': {
    summary: 'Members, openids and networks that may not scan',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...blacklistFilter }),
    reply: pageOf(BlacklistEntry),
  },
  'GET /api/hq/blacklist/export': {
    summary: 'The blacklist as a file',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...blacklistFilter }),
    reply: 'stream',
  },
  'POST /api/hq/blacklist': {
    summary: 'Keep a member, an openid or a network from scanning',
    access: 'staff',
    body: strictObject({
      kind: BlacklistKind,
      /** A member's number, an openid, an address or a network like 203.0.113.0/24. */
      subject: Type.String({ minLength: 1, maxLength: 80 }),
      reason: line(200),
      expiresAt: nullable(Moment),
    }),
    reply: BlacklistEntry,
  },
  'POST /api/hq/blacklist/:blacklistEntryId/lift': {
    summary: 'Let them scan again; the entry stays in the list',
    access: 'staff',
    params: strictObject({ blacklistEntryId: Id }),
    body: strictObject({ reason: line(200) }),
    reply: BlacklistEntry,
  },
  'GET /api/hq/allowances': {
    summary: 'Members with a daily limit of their own',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...allowanceFilter }),
    reply: pageOf(Allowance),
  },
  'GET /api/hq/allowances/export': {
    summary: 'Members with a daily limit of their own as a file',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...allowanceFilter }),
    reply: 'stream',
  },
  'POST /api/hq/members/:memberId/allowance': {
    summary: 'Give a member a daily limit of their own, at once in force; null ends it',
    access: 'staff',
    params: strictObject({ memberId: Id }),
    body: strictObject({
      dailyClaimsMax: nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
      reason: line(200),
      expiresAt: nullable(Moment),
    }),
    reply: Empty,
  },
  'GET /api/hq/alarms': {
    summary: 'What looks wrong and wants somebody to look at it',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...alarmFilter }),
    reply: pageOf(Alarm),
  },
  'GET /api/hq/alarms/export': {
    summary: 'Alarms as a file',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...alarmFilter }),
    reply: 'stream',
  },
  'GET /api/hq/alarms/counts': {
    summary: 'Open alarms, by kind',
    access: 'staff',
    reply: strictObject({
      open: Type.Integer(),
      byKind: Type.Array(strictObject({ kind: AlarmKind, open: Type.Integer() })),
    }),
  },
  'POST /api/hq/alarms/:alarmId/settle': {
    summary: 'Somebody has looked at it; happening again it is raised anew',
    access: 'staff',
    params: strictObject({ alarmId: Id }),
    body: strictObject({ note: line(200) }),
    reply: Alarm,
  },
  'POST /api/hq/alarms/:alarmId/reopen': {
    summary: 'Undo settling',
    access: 'staff',
    params: strictObject({ alarmId: Id }),
    body: Empty,
    reply: Alarm,
  },
} as const;
