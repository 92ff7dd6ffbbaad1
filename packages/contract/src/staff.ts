import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  Empty,
  ExportFormat,
  Id,
  Moment,
  note,
  nullable,
  pageOf,
  pageQuery,
  strictObject,
  TimeOrder,
} from './common.ts';

const loginName = Type.String({ minLength: 2, maxLength: 40 });
const password = Type.String({ minLength: 1, maxLength: 200 });

export const StaffRole = Type.Enum(['administrator', 'operator']);
export type StaffRole = Static<typeof StaffRole>;

export const OwnStaff = strictObject({
  staffId: Id,
  loginName: Type.String(),
  displayName: Type.String(),
  role: StaffRole,
});
export type OwnStaff = Static<typeof OwnStaff>;

export const StaffAccount = strictObject({
  staffId: Id,
  loginName: Type.String(),
  displayName: Type.String(),
  role: StaffRole,
  /** invited: the one-time link has not been used yet. */
  state: Type.Enum(['invited', 'active', 'disabled']),
  createdAt: Moment,
  lastSignedInAt: nullable(Moment),
});
export type StaffAccount = Static<typeof StaffAccount>;

/** A link for one person, shown once: whoever opens it chooses the account's password. */
const Invitation = strictObject({
  staff: StaffAccount,
  /** Address of the console's page that takes it; the token is behind the `#`. */
  link: Type.String(),
  expiresAt: Moment,
});

export const AuditLine = strictObject({
  auditId: Id,
  staffId: nullable(Id),
  staffName: Type.String(),
  /** A line of the contract, e.g. `POST /api/hq/gifts`. */
  operation: Type.String(),
  /** Its summary in the contract. */
  summary: Type.String(),
  /** What was asked, as JSON, without passwords. */
  input: Type.String(),
  address: Type.String(),
  requestId: Type.String(),
  createdAt: Moment,
});
export type AuditLine = Static<typeof AuditLine>;

const auditFilter = {
  staffId: Type.Optional(Id),
  /** Part of the operation's line. */
  operation: Type.Optional(Type.String({ maxLength: 80 })),
  from: Type.Optional(Moment),
  to: Type.Optional(Moment),
  sort: TimeOrder,
};

const staffFilter = {
  search: Type.Optional(Type.String({ maxLength: 40 })),
  state: Type.Optional(Type.Enum(['invited', 'active', 'disabled'])),
  sort: Type.Optional(Type.Enum(['newest', 'name'])),
};

const staffParams = strictObject({ staffId: Id });

export const staffOperations = {
  'GET /api/hq/setup': {
    summary: 'Whether the first administrator is still to be made',
    access: 'public',
    reply: strictObject({ needed: Type.Boolean() }),
  },
  'POST /api/hq/setup': {
    summary: 'Make the first administrator with the one-time link printed at start',
    access: 'public',
    body: strictObject({ setupToken: Type.String({ maxLength: 200 }), loginName, password }),
    reply: strictObject({ staff: OwnStaff }),
  },
  'GET /api/hq/session': {
    summary: 'The signed-in staff account, or null',
    access: 'public',
    reply: strictObject({ staff: nullable(OwnStaff) }),
  },
  'POST /api/hq/session': {
    summary: 'Sign in',
    access: 'public',
    body: strictObject({ loginName, password }),
    reply: strictObject({ staff: OwnStaff }),
  },
  'POST /api/hq/session/end': {
    summary: 'Sign out',
    access: 'staff',
    body: Empty,
    reply: Empty,
  },
  'POST /api/hq/password': {
    summary: 'Change own password; every other session of this account ends',
    access: 'staff',
    body: strictObject({ currentPassword: password, newPassword: password }),
    reply: Empty,
  },
  'GET /api/hq/staff': {
    summary: 'Accounts of head office',
    access: 'staff',
    role: 'administrator',
    query: strictObject({ ...pageQuery, ...staffFilter }),
    reply: pageOf(StaffAccount),
  },
  'GET /api/hq/staff/export': {
    summary: 'Accounts of head office as a file',
    access: 'staff',
    role: 'administrator',
    audited: true,
    query: strictObject({ format: ExportFormat, ...staffFilter }),
    reply: 'stream',
  },
  'POST /api/hq/staff': {
    summary: 'Invite a colleague; the link that is returned once lets them choose their password',
    access: 'staff',
    role: 'administrator',
    body: strictObject({ loginName, displayName: note(40), role: StaffRole }),
    reply: Invitation,
  },
  'PUT /api/hq/staff/:staffId': {
    summary: 'Rename a colleague or change their role; the last administrator stays one',
    access: 'staff',
    role: 'administrator',
    params: staffParams,
    body: strictObject({ displayName: note(40), role: StaffRole }),
    reply: StaffAccount,
  },
  'POST /api/hq/staff/:staffId/disable': {
    summary: 'Close an account at once, or open it again with disabled=false',
    access: 'staff',
    role: 'administrator',
    params: staffParams,
    body: strictObject({ disabled: Type.Boolean() }),
    reply: StaffAccount,
  },
  'POST /api/hq/staff/:staffId/invite': {
    summary: 'A new one-time link, for a forgotten password too; sessions of the account end',
    access: 'staff',
    role: 'administrator',
    params: staffParams,
    body: Empty,
    reply: Invitation,
  },
  'POST /api/hq/invitations': {
    summary: 'Choose the first password of an invited account, and sign in',
    access: 'public',
    body: strictObject({ invitationToken: Type.String({ maxLength: 200 }), password }),
    reply: strictObject({ staff: OwnStaff }),
  },
  'GET /api/hq/audit-log': {
    summary: 'Every write of head office',
    access: 'staff',
    role: 'administrator',
    query: strictObject({ ...pageQuery, ...auditFilter }),
    reply: pageOf(AuditLine),
  },
  'GET /api/hq/audit-log/export': {
    summary: 'The audit log as a file',
    access: 'staff',
    role: 'administrator',
    audited: true,
    query: strictObject({ format: ExportFormat, ...auditFilter }),
    reply: 'stream',
  },
} as const;
