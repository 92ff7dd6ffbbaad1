import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Empty, Id, nullable, strictObject } from './common.ts';

const loginName = Type.String({ minLength: 2, maxLength: 40 });
const password = Type.String({ minLength: 1, maxLength: 200 });

export const OwnStaff = strictObject({ staffId: Id, loginName: Type.String() });
export type OwnStaff = Static<typeof OwnStaff>;

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
} as const;
