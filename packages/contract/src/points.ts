import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  BatchId,
  ExportFormat,
  Id,
  Moment,
  nullable,
  pageOf,
  pageQuery,
  RegionCode,
  strictObject,
  TimeOrder,
} from './common.ts';
import { EntryKind, MemberKind } from './members.ts';

export const PointsEntry = strictObject({
  /** `memberId-sequence`: the n-th movement of that account. */
  entryId: Type.String(),
  memberId: Id,
  memberName: Type.String(),
  memberKind: MemberKind,
  mobileMasked: Type.String(),
  /** Where the member lived when the entry was made: city or province. */
  regionCode: nullable(Type.String()),
  kind: EntryKind,
  points: Type.Integer(),
  balanceAfter: Type.Integer(),
  productId: nullable(Id),
  productName: nullable(Type.String()),
  batchId: nullable(Id),
  explanation: Type.String(),
  createdAt: Moment,
});
export type PointsEntry = Static<typeof PointsEntry>;

/** Numbers that move while one watches; a day starts at midnight in Beijing. */
export const LiveTotals = strictObject({
  claimsToday: Type.Integer(),
  pointsToday: Type.Integer(),
  claimsEver: Type.Integer(),
  pointsEver: Type.Integer(),
  members: Type.Integer(),
});
export type LiveTotals = Static<typeof LiveTotals>;

/** What one server-sent event of `GET /api/hq/live` carries (event name `live`). */
export const LiveEvent = strictObject({
  totals: LiveTotals,
  /** Entries since the event before, newest first, at most 20. */
  entries: Type.Array(PointsEntry),
});
export type LiveEvent = Static<typeof LiveEvent>;

const entryFilter = {
  kind: Type.Optional(EntryKind),
  productId: Type.Optional(Id),
  batchId: Type.Optional(BatchId),
  memberId: Type.Optional(Id),
  memberKind: Type.Optional(MemberKind),
  /**
   * Where the member lived then: a province takes in its cities; 000000: not known; 329900 (a city
   * number nobody has): known to be that province, but not which city of it.
   */
  region: Type.Optional(RegionCode),
  /** A whole mobile number, or its last four digits. */
  mobile: Type.Optional(Type.String({ pattern: '^[0-9 +-]{4,20}$' })),
  /** Size of the movement, signed: spending is negative. */
  pointsMin: Type.Optional(Type.Integer()),
  pointsMax: Type.Optional(Type.Integer()),
  from: Type.Optional(Moment),
  /** Exclusive. */
  to: Type.Optional(Moment),
};

export const pointsOperations = {
  'GET /api/hq/points-entries': {
    summary: 'Every movement of points',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...entryFilter, sort: TimeOrder }),
    reply: pageOf(PointsEntry),
  },
  'GET /api/hq/points-entries/totals': {
    summary: 'Count and sums of everything the filters let through',
    access: 'staff',
    query: strictObject(entryFilter),
    reply: strictObject({
      /** false: more than could be added up in time; narrow the filters. */
      isComplete: Type.Boolean(),
      entries: Type.Integer(),
      members: Type.Integer(),
      pointsIn: Type.Integer(),
      /** Negative or 0. */
      pointsOut: Type.Integer(),
    }),
  },
  'GET /api/hq/points-entries/export': {
    summary: 'Movements as a file, streamed',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...entryFilter, sort: TimeOrder }),
    reply: 'stream',
  },
  'GET /api/hq/live': {
    summary: 'Server-sent events: totals and new entries, at most once a second',
    access: 'staff',
    reply: 'stream',
  },
} as const;
