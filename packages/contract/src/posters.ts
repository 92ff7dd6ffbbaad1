import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  Empty,
  ExportFormat,
  Id,
  line,
  Moment,
  note,
  nullable,
  pageOf,
  pageQuery,
  strictObject,
} from './common.ts';

/** A parametric QR of the account: a shop's poster tells how many came by it. */
export const Poster = strictObject({
  posterId: Id,
  name: Type.String(),
  note: Type.String(),
  isPermanent: Type.Boolean(),
  /** Null: for ever. */
  expiresAt: nullable(Moment),
  /** What the QR says. */
  url: Type.String(),
  /** Who followed by it, and who scanned it while following. */
  follows: Type.Integer(),
  scans: Type.Integer(),
  createdAt: Moment,
  createdByName: Type.String(),
  /** Null: shown. The platform keeps the QR working; we only no longer list it. */
  archivedAt: nullable(Moment),
});
export type Poster = Static<typeof Poster>;

const posterFilter = {
  search: Type.Optional(Type.String({ maxLength: 80 })),
  state: Type.Optional(Type.Enum(['shown', 'archived'])),
  sort: Type.Optional(Type.Enum(['newest', 'oldest', 'follows'])),
};
const posterParams = strictObject({ posterId: Id });

export const posterOperations = {
  'GET /api/hq/wechat/posters': {
    summary: 'QRs of the account for shops, with who came by them',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...posterFilter }),
    reply: pageOf(Poster),
  },
  'GET /api/hq/wechat/posters/export': {
    summary: 'The same as a file',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...posterFilter }),
    reply: 'stream',
  },
  'POST /api/hq/wechat/posters': {
    summary: 'A new QR; an account has 100 000 permanent ones, for ever',
    access: 'staff',
    body: strictObject({
      name: line(40),
      note: note(200),
      /** Null: permanent. A temporary one lives 30 days at most. */
      days: nullable(Type.Integer({ minimum: 1, maximum: 30 })),
    }),
    reply: Poster,
  },
  'GET /api/hq/wechat/posters/:posterId/picture': {
    summary: 'The QR to print',
    access: 'staff',
    params: posterParams,
    query: strictObject({ format: Type.Enum(['svg', 'png']) }),
    reply: 'stream',
  },
  'POST /api/hq/wechat/posters/:posterId/archive': {
    summary: 'No longer list it',
    access: 'staff',
    params: posterParams,
    body: Empty,
    reply: Poster,
  },
  'POST /api/hq/wechat/posters/:posterId/restore': {
    summary: 'List it again',
    access: 'staff',
    params: posterParams,
    body: Empty,
    reply: Poster,
  },
} as const;
