import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  AttemptId,
  Empty,
  ExportFormat,
  Id,
  line,
  Mobile,
  Moment,
  note,
  nullable,
  pageOf,
  pageQuery,
  RegionCode,
  strictObject,
  TimeOrder,
} from './common.ts';
import { MemberKind } from './members.ts';

const MemberStatus = Type.Enum(['active', 'frozen']);
const tags = Type.Array(line(20), { maxItems: 20, uniqueItems: true });

/** One row of the list of members. */
export const Member = strictObject({
  memberId: Id,
  name: Type.String(),
  kind: MemberKind,
  shopName: Type.String(),
  mobileMasked: Type.String(),
  regionCode: nullable(Type.String()),
  tags: Type.Array(Type.String()),
  status: MemberStatus,
  /** How the record came to be. */
  origin: Type.Enum(['wechat', 'web', 'staff', 'import']),
  /** Whether a WeChat user is bound to it. */
  inWechat: Type.Boolean(),
  balance: Type.Integer(),
  createdAt: Moment,
});
export type Member = Static<typeof Member>;

export const MemberDetail = strictObject({
  ...Member.properties,
  remark: Type.String(),
  earned: Type.Integer(),
  spent: Type.Integer(),
  hasPassword: Type.Boolean(),
  frozenReason: nullable(Type.String()),
  frozenAt: nullable(Moment),
  identities: Type.Array(
    strictObject({ appId: Type.String(), openId: Type.String(), boundAt: Moment }),
  ),
});
export type MemberDetail = Static<typeof MemberDetail>;

const memberFilter = {
  /** Part of the name or shop, a whole mobile number, or its last four digits. */
  search: Type.Optional(Type.String({ maxLength: 60 })),
  kind: Type.Optional(MemberKind),
  /** A province takes in its cities. */
  region: Type.Optional(RegionCode),
  tag: Type.Optional(Type.String({ maxLength: 20 })),
  status: Type.Optional(MemberStatus),
  inWechat: Type.Optional(Type.Enum(['yes', 'no'])),
  registeredFrom: Type.Optional(Moment),
  registeredTo: Type.Optional(Moment),
  pointsMin: Type.Optional(Type.Integer({ minimum: 0 })),
  pointsMax: Type.Optional(Type.Integer({ minimum: 0 })),
  sort: Type.Optional(Type.Enum(['newest', 'oldest', 'name', 'points'])),
};

const memberFields = {
  name: line(40),
  kind: MemberKind,
  shopName: note(60),
  regionCode: nullable(RegionCode),
  tags,
  remark: note(500),
};

export const MemberImport = strictObject({
  memberImportId: Id,
  fileName: Type.String(),
  state: Type.Enum(['checking', 'checked', 'waiting', 'running', 'done', 'cancelled', 'failed']),
  rowsRead: Type.Integer(),
  /** Rows that make a member. */
  newCount: Type.Integer(),
  /** Rows whose number is a member already: name, kind and so on are brought up to date. */
  knownCount: Type.Integer(),
  /** Rows that cannot be taken; the error file says why. */
  wrongCount: Type.Integer(),
  rowsWritten: Type.Integer(),
  failure: nullable(Type.String()),
  staffName: Type.String(),
  createdAt: Moment,
  finishedAt: nullable(Moment),
});
export type MemberImport = Static<typeof MemberImport>;

const memberImportFilter = {
  state: Type.Optional(MemberImport.properties.state),
  sort: TimeOrder,
};

const memberParams = strictObject({ memberId: Id });
const importParams = strictObject({ memberImportId: Id });

export const memberDeskOperations = {
  'GET /api/hq/members': {
    summary: 'All members; a page may be shorter than asked for while `next` goes on',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...memberFilter }),
    reply: pageOf(Member),
  },
  'GET /api/hq/members/export': {
    summary: 'Members as a file, with masked numbers',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...memberFilter }),
    reply: 'stream',
  },
  'GET /api/hq/member-tags': {
    summary: 'Tags in use, the commonest first, at most 200',
    access: 'staff',
    reply: strictObject({
      tags: Type.Array(strictObject({ tag: Type.String(), members: Type.Integer() })),
    }),
  },
  'POST /api/hq/members': {
    summary:
      'Add a member by hand; whoever proves this number later becomes this record, points and all',
    access: 'staff',
    body: strictObject({ mobile: Mobile, ...memberFields }),
    reply: MemberDetail,
  },
  'GET /api/hq/members/:memberId': {
    summary: 'One member',
    access: 'staff',
    params: memberParams,
    reply: MemberDetail,
  },
  'PUT /api/hq/members/:memberId': {
    summary: 'Edit a member',
    access: 'staff',
    params: memberParams,
    body: strictObject(memberFields),
    reply: MemberDetail,
  },
  'POST /api/hq/members/:memberId/freeze': {
    summary: 'Freeze with a reason, or thaw; a frozen member earns and redeems nothing',
    access: 'staff',
    params: memberParams,
    body: strictObject({ frozen: Type.Boolean(), reason: note(200) }),
    reply: MemberDetail,
  },
  'POST /api/hq/members/:memberId/reveal': {
    summary: 'The whole mobile number; who asked is kept',
    access: 'staff',
    params: memberParams,
    body: Empty,
    reply: strictObject({ mobile: Type.String() }),
  },
  'POST /api/hq/members/:memberId/adjustments': {
    summary: 'Add or take points by hand, with a reason the member sees, once per `attemptId`',
    access: 'staff',
    role: 'administrator',
    params: memberParams,
    body: strictObject({
      attemptId: AttemptId,
      points: Type.Integer({ minimum: -10_000_000, maximum: 10_000_000 }),
      reason: line(200),
    }),
    reply: MemberDetail,
  },
  'POST /api/hq/members/:memberId/sign-out': {
    summary: 'End every session of a member, e.g. for a lost phone',
    access: 'staff',
    params: memberParams,
    body: Empty,
    reply: strictObject({ ended: Type.Integer() }),
  },
  'GET /api/hq/member-imports': {
    summary: 'Files of members',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...memberImportFilter }),
    reply: pageOf(MemberImport),
  },
  'GET /api/hq/member-imports/export': {
    summary: 'The list of files of members as a file',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...memberImportFilter }),
    reply: 'stream',
  },
  'POST /api/hq/member-imports': {
    summary:
      'Upload members as CSV (UTF-8 or GBK) or XLSX, at most 50,000 rows; it is only checked until it is run',
    access: 'staff',
    query: strictObject({ fileName: Type.String({ minLength: 1, maxLength: 200 }) }),
    body: 'stream',
    reply: MemberImport,
  },
  'GET /api/hq/member-imports/template': {
    summary: 'An example file to fill in',
    access: 'staff',
    query: strictObject({ format: ExportFormat }),
    reply: 'stream',
  },
  'GET /api/hq/member-imports/:memberImportId': {
    summary: 'Progress and counts of one file',
    access: 'staff',
    params: importParams,
    reply: MemberImport,
  },
  'POST /api/hq/member-imports/:memberImportId/run': {
    summary: 'Write what was checked',
    access: 'staff',
    params: importParams,
    body: Empty,
    reply: MemberImport,
  },
  'POST /api/hq/member-imports/:memberImportId/cancel': {
    summary: 'Leave it; members already written stay',
    access: 'staff',
    params: importParams,
    body: Empty,
    reply: MemberImport,
  },
  'GET /api/hq/member-imports/:memberImportId/errors': {
    summary: 'The rows that cannot be taken, with line number and reason, to mend and send again',
    access: 'staff',
    audited: true,
    params: importParams,
    query: strictObject({ format: ExportFormat }),
    reply: 'stream',
  },
} as const;
